import type { LocalDate } from '@doorstep/kernel';
import type { BoolExpr, IntExpr, PlaceView } from '../engine/context.js';
import type { MealPeriod } from '../model.js';
import type { AgeBand } from './age-band.js';
import type { GrantDocument } from './pack-schema.js';
import type { SettingRule } from './settings.js';
import type { FactKind } from './vocabulary.js';

/** Compiled rules: what the engine runs. `source` is ready to be shown: `S12 沈阳市民政局…`, or `design`. */
export type AgeReached = 'birthday' | 'day_after' | 'month' | 'next_month';

export interface SuspensionRule {
  readonly fact: 'death' | 'institution' | 'hospital';
  readonly blocked: 'after' | 'inclusive' | 'between';
  readonly reason: string;
  readonly flag?: string;
  readonly source: string;
}

export interface EnrolmentRule {
  readonly application: string;
  readonly covers: 'application' | 'approval';
  readonly reason: string;
  readonly source: string;
}

export interface CheckRule {
  readonly need: BoolExpr;
  /** A check of the scheme's window stands before enrolment. */
  readonly scheme: boolean;
  readonly reason: string;
  readonly source: string;
}

export interface CapRule {
  readonly window: 'day' | 'week' | 'month';
  readonly maxClaims?: IntExpr;
  readonly maxFen?: IntExpr;
  readonly reason: string;
  readonly source: string;
}

export interface OptionRule {
  readonly id: string;
  readonly ages?: AgeBand;
  readonly when?: BoolExpr;
  readonly amount: IntExpr;
  readonly threshold?: { readonly met: BoolExpr; readonly reason: string; readonly source: string };
  readonly source: string;
}

export interface LayerRule {
  readonly id: string;
  readonly funder?: string;
  readonly options: readonly OptionRule[];
}

export interface DiscountRule {
  readonly id: string;
  readonly options: readonly OptionRule[];
}

export interface SplitRule {
  readonly funder: string;
  /** Absent for the funder that takes the remainder. */
  readonly bp?: IntExpr;
  readonly source: string;
}

export interface PartRule {
  readonly amount: IntExpr;
  readonly source: string;
}

export interface BudgetRule {
  readonly pool: 'city-year' | 'district-year' | 'street-year';
  readonly need: IntExpr;
  readonly mayUseReserve?: BoolExpr;
  readonly exhausted: string;
  readonly reserved: string;
  readonly source: string;
}

/** What a section of a pack reads: names the facts of a decision, and tells whether the calendar must be there. */
export interface Uses {
  readonly facts: ReadonlySet<FactKind>;
  readonly categories: ReadonlySet<string>;
  readonly calendar: boolean;
}

/** `loss_account`: a capped account that the funders fill for this purpose. */
export type LossBearer = 'funder' | 'operator' | 'loss_account' | 'person';

export interface MealRule {
  readonly uses: Uses;
  readonly usualTimes: Readonly<Record<MealPeriod, string>>;
  readonly unverified: UnverifiedRule;
  readonly suspension: readonly SuspensionRule[];
  readonly enrolment?: EnrolmentRule;
  /** Scheme, residence, category, period and day, in this order. */
  readonly checks: readonly CheckRule[];
  readonly duplicate: { readonly reason: string; readonly flagWhenEarlier?: string; readonly source: string };
  /** Day, week, month. */
  readonly caps: readonly CapRule[];
  readonly priceChecks: readonly CheckRule[];
  readonly before: readonly DiscountRule[];
  readonly after: readonly DiscountRule[];
  readonly layers: readonly LayerRule[];
  /** Indexes into `layers`: which gives way first. */
  readonly giveWay: readonly number[];
  readonly ownShare?: PartRule & { readonly cut: boolean; readonly reason: string };
  readonly wallet?: { readonly empty: string; readonly short: string; readonly source: string };
  readonly delivery?: PartRule;
  readonly operator?: PartRule;
  readonly budget?: BudgetRule;
  readonly split?: readonly SplitRule[];
  readonly lossBearer: Exclude<LossBearer, 'person'>;
  readonly lateFactLossBearer: LossBearer;
  readonly settlement: 'month' | 'quarter';
}

/** Of somebody whom nobody has checked yet. */
export type UnverifiedRule = 'full_price' | 'provisional';

export interface CareKindRule {
  readonly fee?: IntExpr;
  readonly serviceClass: string;
  readonly suspension: readonly SuspensionRule[];
  readonly source: string;
}

export interface CareVoucherRule {
  readonly checks: readonly CheckRule[];
  readonly enrolment?: EnrolmentRule;
  readonly classes: ReadonlyMap<string, { readonly bp: IntExpr; readonly monthCap: IntExpr; readonly source: string }>;
  readonly none: string;
  readonly empty: string;
  readonly short: string;
  readonly split: readonly SplitRule[];
  readonly source: string;
}

export interface CareRule {
  readonly uses: Uses;
  readonly unverified: UnverifiedRule;
  readonly dayCare: CareKindRule;
  readonly covers: { readonly periods: readonly MealPeriod[]; readonly reason: string; readonly source: string };
  readonly institutionBill?: CareKindRule;
  readonly absence: {
    readonly noShowFee: IntExpr;
    readonly freeInHospital: 'inclusive' | 'between';
    readonly source: string;
  };
  readonly voucher?: CareVoucherRule;
}

export interface WalletRule {
  readonly eligible: BoolExpr;
  readonly lots: readonly OptionRule[];
  readonly expiresAfterMonths: number;
  readonly topUpFor: readonly string[];
  readonly source: string;
}

export interface VoucherRule {
  readonly amount: IntExpr;
  readonly eligible: BoolExpr;
  readonly application: string;
  readonly firstWithinWorkingDays: number;
  readonly source: string;
}

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One version of a pack, ready to run. */
export interface PackVersion {
  readonly packId: string;
  readonly ruleVersion: string;
  readonly from: LocalDate;
  readonly to?: LocalDate;
  readonly sha256: string;
  readonly title: Words;
  readonly place: PlaceView;
  readonly ageReached: AgeReached;
  /** Age limits that stand in the pack: where a birthday can change something. */
  readonly ageLimits: readonly number[];
  readonly settings: ReadonlyMap<string, SettingRule>;
  /** Titles of options, layers and discounts by id, and the pack's own reason texts. */
  readonly titles: ReadonlyMap<string, Words>;
  readonly reasons: ReadonlyMap<string, Words>;
  readonly readings: readonly Words[];
  readonly meal?: MealRule;
  readonly care?: CareRule;
  readonly wallet?: WalletRule;
  readonly voucher?: VoucherRule;
  readonly grants: ReadonlyMap<string, GrantDocument>;
  readonly statementsEvery: 'month' | 'quarter';
}
