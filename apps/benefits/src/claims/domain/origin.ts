import type { LocalDate } from '@doorstep/kernel';
import type { ClaimRequest, MealChannel, MealPeriod, MealRequest, SiteFacts } from '@doorstep/policy';
import type { Writable } from './writable.js';

export interface AskedMeal {
  readonly kind: 'meal';
  readonly priceFen: number;
  readonly menu: 'set' | 'alacarte';
  readonly channel: MealChannel;
  readonly deliveryFeeFen: number;
  /** Further portions on the same receipt, at full price. */
  readonly extraFen?: number;
  /** `HH:MM` at which it was taken; absent for orders ahead. */
  readonly at?: string;
  /** The till was offline and sent it on a later day. */
  readonly uploadedOn?: LocalDate;
}

export interface AskedCare {
  readonly kind: 'day_care';
  readonly minutes: number;
  readonly withLunch: boolean;
  readonly insurancePaidFen: number;
  readonly otherPublicPaidFen: number;
  /** Called off instead of attended, too late to be free by itself. */
  readonly cancelled?: 'hospital' | 'customer';
}

export interface AskedBill {
  readonly kind: 'institution_bill';
  readonly billFen: number;
  readonly insurancePaidFen: number;
  readonly otherPublicPaidFen: number;
}

export type Asked = AskedMeal | AskedCare | AskedBill;
export type Fulfilment = 'open' | 'served' | 'cancelled' | 'no_show' | 'returned';

export interface OriginRef {
  readonly originId: string;
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  /** null for day care. */
  readonly mealPeriod: MealPeriod | null;
}

/** The order or booking that asks for public money, and how far it has come. */
export class Origin {
  changed = false;
  latestClaimId: string | undefined;
  firstDecisionNumber = 0;
  /** In ms; known where origins of several files have to be put in one order. */
  firstDecidedMs: number | undefined;
  /** Self-pay on the receipt, final for the diner; known once the meal was handed over. */
  receiptFen: number | null = null;
  /** Of before the books were opened: it counts, and is never decided again. */
  isOpening = false;

  constructor(
    readonly ref: OriginRef,
    public asked: Asked,
    public fulfilment: Fulfilment,
    readonly isNew: boolean,
  ) {}

  get kind(): 'meal_order' | 'day_care' | 'institution_bill' {
    return this.asked.kind === 'meal' ? 'meal_order' : this.asked.kind;
  }

  get claimKind(): 'meal' | 'day_care' | 'institution_bill' | 'absence' {
    return this.asked.kind === 'day_care' && this.fulfilment === 'no_show' ? 'absence' : this.asked.kind;
  }

  /** The meal of the day that an attended day of care takes, or that a meal asks for. */
  get slot(): MealPeriod | null {
    if (this.asked.kind === 'meal') return this.ref.mealPeriod;
    return this.coversMeal ? 'lunch' : null;
  }

  /** An attended day of care with lunch: that lunch is hers. */
  get coversMeal(): boolean {
    return this.asked.kind === 'day_care' && this.fulfilment === 'served' && this.asked.withLunch;
  }

  /** Still asks for money: open or served, or a fee for not coming. */
  get stands(): boolean {
    return this.fulfilment === 'open' || this.fulfilment === 'served' || this.claimKind === 'absence';
  }

  become(fulfilment: Fulfilment, asked: Asked = this.asked): void {
    this.fulfilment = fulfilment;
    this.asked = asked;
    this.changed = true;
  }

  decided(claimId: string, decisionNumber: number): void {
    this.latestClaimId = claimId;
    if (this.firstDecisionNumber === 0) this.firstDecisionNumber = decisionNumber;
    this.changed = true;
  }

  /** The receipt says what the diner pays; without one it is what was decided first. */
  receipt(fen: number): void {
    this.receiptFen = fen;
    this.changed = true;
  }

  request(site: SiteFacts): ClaimRequest {
    const { serviceDate, mealPeriod } = this.ref;
    const { asked } = this;
    if (asked.kind === 'meal') {
      const { kind, priceFen, menu, channel, deliveryFeeFen, at, uploadedOn } = asked;
      const meal: Writable<MealRequest> = {
        kind,
        priceFen,
        menu,
        channel,
        deliveryFeeFen,
        serviceDate,
        mealPeriod: mealPeriod ?? 'lunch',
        site,
      };
      if (at !== undefined) meal.at = at;
      if (uploadedOn !== undefined) meal.uploadedOn = uploadedOn;
      return meal;
    }
    if (asked.kind === 'institution_bill') return { ...asked, serviceDate, site };
    if (this.fulfilment === 'no_show') {
      const { cancelled } = asked;
      return cancelled
        ? { kind: 'cancel', serviceDate, cause: cancelled, site }
        : { kind: 'no_show', serviceDate, site };
    }
    const { minutes, insurancePaidFen, otherPublicPaidFen } = asked;
    const withMeal = this.coversMeal;
    return { kind: 'day_care', serviceDate, minutes, insurancePaidFen, otherPublicPaidFen, withMeal, site };
  }

  /** What the person would pay without any public money; a day of care has no price before its tariff, a bill is what it says. */
  get grossFen(): number {
    if (this.asked.kind === 'institution_bill') return this.asked.billFen;
    return this.asked.kind === 'meal' ? this.asked.priceFen + this.asked.deliveryFeeFen : 0;
  }
}
