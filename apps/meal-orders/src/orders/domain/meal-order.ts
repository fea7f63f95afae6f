import type { Fen, LocalDate } from '@doorstep/kernel';
import type { Period } from '../../projections/domain/site-terms.js';
import { WrongOrderStateError } from './meal-order.errors.js';
import type { OrderAct, OrderState } from './order-state.js';
import { ORDER_TRANSITIONS, PAYABLE_STATES } from './order-state.js';
import { NothingDueError, PaymentReferenceError, RefundOverPaidError, TenderOverDueError } from './payment.errors.js';
import type { Grant, Price } from './price.js';
import { fullPriceFen, NO_GRANT, withGrant, withReceipt } from './price.js';

export type Channel = 'dine_in' | 'takeaway' | 'delivery';
export type TakenBy = 'operator' | 'family' | 'hotline' | 'worker' | 'self';
export type ClaimState = 'held' | 'denied' | 'settled' | 'released' | 'expired' | 'reversed';
export type ActChannel = 'app' | 'phone' | 'visit' | 'counter' | 'till';
export type Means = 'cash' | 'card' | 'code' | 'meal_card';

/** The account that acted, and through which channel the diner's wish came. */
export interface Act {
  readonly by: string;
  readonly via: ActChannel | null;
}

export interface OrderedDish {
  readonly dishId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceFen: Fen;
  readonly standardSet: boolean;
}

/** Why the subsidy is what it is: the local quote until the decision of `benefits` replaces it. */
export interface Verdict {
  readonly status: 'provisional' | 'decided';
  readonly outcome: 'approve' | 'partial' | 'deny';
  readonly reason: string;
  readonly packId: string | null;
  readonly ruleVersion: string | null;
  readonly steps: readonly { code: string; fen?: number; note?: string; source?: string }[];
}

export interface MealOrderData {
  readonly id: string;
  /** null for a guest. */
  readonly personId: string | null;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  readonly mealPeriod: Period;
  readonly channel: Channel;
  readonly state: OrderState;
  readonly lines: readonly OrderedDish[];
  readonly menu: 'set' | 'alacarte';
  readonly price: Price;
  /** True once a price was shown or paid: from then on the self-pay stays what it is. */
  readonly priceFinal: boolean;
  readonly verdict: Verdict;
  readonly claimId: string | null;
  readonly claimState: ClaimState | null;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  readonly flags: readonly string[];
  readonly tillId: string | null;
  readonly takenBy: TakenBy;
  readonly placed: Act;
  /** null while it stands or was served, and where an earlier version did not keep it. */
  readonly ended: Act | null;
  readonly takenAt: Date;
  readonly placedAt: Date;
  readonly servedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

export interface Payment {
  readonly means: Means;
  /** Absent = everything still due. */
  readonly amountFen?: number | undefined;
  readonly reference?: string | undefined;
}

/** Served, and told only after the order had become a no-show. */
export const AFTER_NO_SHOW = 'after_no_show';

/** An order and what may happen to it. Every act checks the state graph; nothing else sets `state`. */
export class MealOrder {
  constructor(private current: MealOrderData) {}

  get data(): MealOrderData {
    return this.current;
  }

  /** What the diner owes in all; nothing once the meal was called off, missed or taken back. */
  get dueFen(): number {
    return PAYABLE_STATES.includes(this.current.state) ? this.current.price.selfPayFen : 0;
  }

  get outstandingFen(): number {
    return this.dueFen - (this.current.paidFen - this.current.refundedFen);
  }

  handOver(at: Date): void {
    this.move('hand_over', { servedAt: at, priceFinal: true });
  }

  deliver(at: Date): void {
    this.move('deliver', { servedAt: at, priceFinal: true });
  }

  /**
   * The meal was in the diner's hands before the order was ended as a no-show, as a rider without a network tells afterwards. What was
   * served is never refused, only flagged; a meal that left after that moment needs an order of its own.
   */
  serveLate(at: Date): void {
    const { state, endedAt, flags } = this.current;
    if (endedAt !== null && at.getTime() >= endedAt.getTime()) throw new WrongOrderStateError('serve_late', state);
    this.move('serve_late', {
      servedAt: at,
      priceFinal: true,
      endedAt: null,
      ended: null,
      flags: [...flags, AFTER_NO_SHOW],
    });
  }

  failDelivery(reason: string): void {
    this.move('fail_delivery', { endReason: reason });
  }

  cancel(at: Date, reason: string | null, act: Act): void {
    this.move('cancel', { endedAt: at, endReason: reason, ended: act });
  }

  miss(at: Date, by: string): void {
    this.move('miss', { endedAt: at, ended: { by, via: null } });
  }

  takeBack(at: Date, reason: string, by: string): void {
    this.move('take_back', { endedAt: at, endReason: reason, ended: { by, via: null } });
  }

  /** Checks and books a payment; answers its amount. A paid price is final. */
  tender(payment: Payment): number {
    checkReference(payment);
    if (this.dueFen === 0) throw new NothingDueError();
    const amount = payment.amountFen ?? this.outstandingFen;
    if (amount === 0 || amount > this.outstandingFen) throw new TenderOverDueError(Math.max(0, this.outstandingFen));
    this.current = { ...this.current, paidFen: (this.current.paidFen + amount) as Fen, priceFinal: true };
    return amount;
  }

  refund(payment: Payment & { readonly amountFen: number }): void {
    checkReference(payment);
    const paid = this.current.paidFen - this.current.refundedFen;
    if (payment.amountFen > paid) throw new RefundOverPaidError(paid);
    this.current = { ...this.current, refundedFen: (this.current.refundedFen + payment.amountFen) as Fen };
  }

  /** The decision of `benefits`: replaces the quote; a self-pay that was shown stays and the difference is kept. */
  decide(verdict: Verdict, grant: Grant, claim: { readonly id: string; readonly state: 'held' | 'denied' }): void {
    const price = withGrant(this.current.price, grant, this.current.priceFinal);
    this.current = { ...this.current, price, priceFinal: true, verdict, claimId: claim.id, claimState: claim.state };
  }

  /** What was really paid out for the claim; normally what was held. */
  settleClaim(paid: Pick<Grant, 'subsidyFen' | 'deliverySubsidyFen' | 'shares'>): void {
    const grant = { ...paid, discountFen: this.current.price.discountFen };
    const price = withGrant(this.current.price, grant, true);
    this.current = { ...this.current, price, claimState: 'settled' };
  }

  /** The hold ended without service; the sum stays as it was shown. */
  endClaim(state: 'released' | 'expired'): void {
    this.current = { ...this.current, claimState: state };
  }

  /** The subsidy was taken back after the fact; a new decision may follow. The receipt stands. */
  reverseClaim(): void {
    const grant = { ...NO_GRANT, discountFen: this.current.price.discountFen };
    const price = withGrant(this.current.price, grant, true);
    const verdict: Verdict = { ...this.current.verdict, outcome: 'deny', reason: 'REVERSED' };
    this.current = { ...this.current, price, verdict, claimState: 'reversed' };
  }

  /** A receipt written offline says what was paid; it stands although the sum here is another one. */
  keepReceipt(paidFen: number): void {
    const { price, flags } = this.current;
    if (paidFen <= price.selfPayFen || paidFen > fullPriceFen(price)) return;
    const kept = { price: withReceipt(price, paidFen), flags: [...flags, 'receipt_kept'] };
    this.current = { ...this.current, ...kept };
  }

  private move(act: OrderAct, change: Partial<MealOrderData>): void {
    const { from, to } = ORDER_TRANSITIONS[act];
    if (!(from as readonly OrderState[]).includes(this.current.state))
      throw new WrongOrderStateError(act, this.current.state);
    this.current = { ...this.current, ...change, state: to };
  }
}

export function checkReference(payment: Payment): void {
  if ((payment.means === 'cash') !== (payment.reference === undefined)) throw new PaymentReferenceError(payment.means);
}
