import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import type { CalendarDay, PersonFacts, SiteFacts } from './facts.js';

export type * from './facts.js';

/**
 * The words of the policy engine. Money is integer fen, rates are basis points, dates are Asia/Shanghai. Everything here is plain
 * data: `decide` gets all it needs and reads no clock, database or global.
 */
export type MealPeriod = 'breakfast' | 'lunch' | 'dinner';
export type MealChannel = 'dine_in' | 'takeaway' | 'delivery';
export type Outcome = 'approve' | 'partial' | 'deny';

export interface MealRequest {
  readonly kind: 'meal';
  readonly serviceDate: LocalDate;
  /** `HH:MM`; absent = the pack's usual time of the period. */
  readonly at?: string;
  readonly mealPeriod: MealPeriod;
  /** Price of the one portion that is claimed for, without the delivery fee. */
  readonly priceFen: number;
  readonly menu: 'set' | 'alacarte';
  readonly channel: MealChannel;
  readonly deliveryFeeFen: number;
  /** The till sent the meal later (offline); facts, caps and rule version still follow the service date. */
  readonly uploadedOn?: LocalDate;
  readonly site: SiteFacts;
}

export interface DayCareRequest {
  readonly kind: 'day_care';
  readonly serviceDate: LocalDate;
  readonly at?: string;
  readonly minutes: number;
  /** False = only booked, or without a meal: it stands in no meal's way. Absent = the day includes what the pack covers. */
  readonly withMeal?: boolean;
  readonly insurancePaidFen: number;
  readonly otherPublicPaidFen: number;
  readonly site: SiteFacts;
}

export interface InstitutionBillRequest {
  readonly kind: 'institution_bill';
  readonly serviceDate: LocalDate;
  readonly billFen: number;
  readonly insurancePaidFen: number;
  readonly otherPublicPaidFen: number;
  readonly site: SiteFacts;
}

/** `cancel` carries the cause: `hospital` is free of charge when the stays bear it out. */
export interface AbsenceRequest {
  readonly kind: 'no_show' | 'cancel';
  readonly serviceDate: LocalDate;
  readonly cause?: 'hospital' | 'customer';
  readonly site: SiteFacts;
}

export type ClaimRequest = MealRequest | DayCareRequest | InstitutionBillRequest | AbsenceRequest;

/** A live claim (held or settled, not reversed or released) of the same person. Refused claims use up nothing and are absent. */
export interface PastClaim {
  readonly claimId?: string;
  readonly kind: 'meal' | 'day_care' | 'institution_bill';
  readonly serviceDate: LocalDate;
  readonly at?: string;
  readonly mealPeriod?: MealPeriod;
  readonly siteCode: string;
  readonly packId?: string;
  readonly subsidyFen: number;
  /** Of a day of care: false = it stands in no meal's way. */
  readonly coversMeal?: boolean;
}

export interface WalletLot {
  readonly lotId?: string;
  readonly month: LocalMonth;
  readonly kind: 'monthly' | 'topup';
  readonly leftFen: number;
  /** As issued; needed only to work out what a late approval still owes. */
  readonly amountFen?: number;
  /** Last usable day. */
  readonly expiresOn: LocalDate;
  /** Of a top-up: the month it makes up for. */
  readonly forMonth?: LocalMonth;
  /** A top-up pays no meal before the day of its approval. */
  readonly usableFrom?: LocalDate;
}

export interface Voucher {
  readonly voucherId?: string;
  readonly month: LocalMonth;
  readonly leftFen: number;
  /** A first voucher in mid-month pays nothing of before the day on which it was issued. */
  readonly usableFrom?: LocalDate;
}

/** Money that is still free in the pool that the pack's budget names for this site and year. */
export interface BudgetView {
  readonly budgetId?: string;
  readonly availableFen: number;
  /** Part of `availableFen` that only the pack's first class may use. */
  readonly reservedFen: number;
}

export interface History {
  readonly claims: readonly PastClaim[];
  readonly lots: readonly WalletLot[];
  readonly vouchers: readonly Voucher[];
  /** Absent = no limit. */
  readonly budget?: BudgetView;
}

export interface Share {
  readonly funder: string;
  readonly fen: number;
}

/** One line of the sum. `source` = legal source of the parameter, or `design`. */
export interface Step {
  readonly code: string;
  readonly fen?: number;
  readonly note?: string;
  readonly source?: string;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly packId: string;
  /** Number or name of the rule version used; the same text for the same `[from, to)`. */
  readonly ruleVersion: string;
  readonly packHash: string;
  readonly grossFen: number;
  readonly discountFen: number;
  readonly subsidyFen: number;
  readonly shares: readonly Share[];
  /** Public money for the delivery and for the operator's running cost, with their funders when the pack splits them. */
  readonly deliveryFen: number;
  readonly operatorFen: number;
  readonly selfPayFen: number;
  /** Day care and absences: the fee by tariff; otherwise 0. */
  readonly feeFen: number;
  /** What the budget must hold for this claim: subsidy + delivery + operator parts as the pack says. */
  readonly budgetNeedFen: number;
  /** Part of `budgetNeedFen` that came out of the reserve of the first class; the reserve shrinks by it. */
  readonly reserveFen: number;
  readonly lotDraws: readonly {
    readonly lotId?: string;
    readonly month: LocalMonth;
    readonly kind: 'monthly' | 'topup';
    readonly fen: number;
  }[];
  readonly voucherDraw?: { readonly voucherId?: string; readonly month: LocalMonth; readonly fen: number };
  /** Claims that this one pushes out: a day-care day with lunch reverses the canteen lunch of that day. */
  readonly displaces: readonly PastClaim[];
  readonly factIds: readonly string[];
  readonly steps: readonly Step[];
  readonly flags: readonly string[];
  /** The next dates or facts that would change the result. */
  readonly counterfactuals: readonly {
    readonly from?: LocalDate;
    readonly change: string;
    readonly subsidyFen: number;
    readonly selfPayFen: number;
  }[];
}

/** A validated pack, all versions, ready to run. Opaque to callers; made by `compilePack`. */
export interface CompiledPack {
  readonly packId: string;
  readonly versions: readonly {
    readonly ruleVersion: string;
    readonly from: LocalDate;
    readonly to?: LocalDate;
    readonly sha256: string;
  }[];
}

/** Settings of a pack that differ from its default, by dated change. */
export type PackSettings = Readonly<Record<string, string | number | boolean>>;

export interface DecideInput {
  /** The pack of the site for this kind of request first, then further packs of the same city. */
  readonly packs: readonly CompiledPack[];
  readonly facts: PersonFacts;
  readonly history: History;
  readonly calendar: readonly CalendarDay[];
  /** Years that `calendar` covers; a rule that reads the calendar is not decided in another year. Absent = all years. */
  readonly calendarYears?: readonly number[];
  /** True = also work out `counterfactuals`, at the price of some twenty further decisions. Off where thousands are decided. */
  readonly explain?: boolean;
  readonly settings?: PackSettings;
  readonly request: ClaimRequest;
}

/** `decide` returns this instead of a decision when something is missing that will come (never a guess). */
export interface Undecidable {
  readonly later: 'FACTS_MISSING' | 'CALENDAR_MISSING' | 'NO_RULE_VERSION';
}
