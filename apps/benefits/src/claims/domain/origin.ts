import type { LocalDate } from '@doorstep/kernel';
import type { ClaimRequest, MealChannel, MealPeriod, SiteFacts } from '@doorstep/policy';

export interface AskedMeal {
  readonly kind: 'meal';
  readonly priceFen: number;
  readonly menu: 'set' | 'alacarte';
  readonly channel: MealChannel;
  readonly deliveryFeeFen: number;
}

export interface AskedCare {
  readonly kind: 'day_care';
  readonly minutes: number;
  readonly withLunch: boolean;
  readonly insurancePaidFen: number;
  readonly otherPublicPaidFen: number;
}

export type Asked = AskedMeal | AskedCare;
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

  constructor(
    readonly ref: OriginRef,
    public asked: Asked,
    public fulfilment: Fulfilment,
    readonly isNew: boolean,
  ) {}

  get kind(): 'meal_order' | 'day_care' {
    return this.asked.kind === 'meal' ? 'meal_order' : 'day_care';
  }

  get claimKind(): 'meal' | 'day_care' | 'absence' {
    return this.asked.kind === 'day_care' && this.fulfilment === 'no_show' ? 'absence' : this.asked.kind;
  }

  /** The meal of the day that an attended day of care takes, or that a meal asks for. */
  get slot(): MealPeriod | null {
    if (this.asked.kind === 'meal') return this.ref.mealPeriod;
    return this.fulfilment === 'served' && this.asked.withLunch ? 'lunch' : null;
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

  request(site: SiteFacts): ClaimRequest {
    const { serviceDate, mealPeriod } = this.ref;
    if (this.asked.kind === 'meal') {
      const { priceFen, menu, channel, deliveryFeeFen } = this.asked;
      const period = mealPeriod ?? 'lunch';
      return { kind: 'meal', serviceDate, mealPeriod: period, priceFen, menu, channel, deliveryFeeFen, site };
    }
    if (this.fulfilment === 'no_show') return { kind: 'no_show', serviceDate, site };
    const { minutes, insurancePaidFen, otherPublicPaidFen } = this.asked;
    return { kind: 'day_care', serviceDate, minutes, insurancePaidFen, otherPublicPaidFen, site };
  }

  /** What the person would pay without any public money; a day of care has no price before its tariff. */
  get grossFen(): number {
    return this.asked.kind === 'meal' ? this.asked.priceFen + this.asked.deliveryFeeFen : 0;
  }
}
