import type { Tx } from '@doorstep/persistence';
import type { MealOrder, MealOrderData, Means } from '../domain/meal-order.js';
import type { OrderState } from '../domain/order-state.js';

export interface PaymentRow {
  readonly id: string;
  readonly orderId: string;
  readonly means: Means;
  readonly amountFen: number;
  readonly reference: string | null;
  readonly tillId: string | null;
  readonly shiftId: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export interface RefundRow extends PaymentRow {
  readonly reason: string;
}

export interface PlacedRow {
  readonly order: MealOrderData;
  readonly tender: PaymentRow | undefined;
}

/** Which orders somebody asks for. `sites` and `persons` are what they may see; undefined = everything. */
export interface OrderFilter {
  readonly sites: readonly string[] | undefined;
  readonly persons: readonly string[] | undefined;
  readonly siteId: string | undefined;
  readonly personId: string | undefined;
  readonly serviceDate: string | undefined;
  readonly mealPeriod: string | undefined;
  readonly state: OrderState | undefined;
  readonly limit: number;
  /** Newest first, below this place. */
  readonly before: { readonly placedAt: string; readonly id: string } | undefined;
}

export abstract class MealOrders {
  /** Reads without a lock, outside of any transaction. */
  abstract find(id: string): Promise<MealOrderData | undefined>;
  abstract list(filter: OrderFilter): Promise<MealOrderData[]>;
  /** Row locks, taken in order of id. Unknown ids are absent. */
  abstract lock(tx: Tx, ids: readonly string[]): Promise<Map<string, MealOrder>>;
  /** Orders, their tenders and the stock they take, in one statement. Throws MealOrderIdTakenError. */
  abstract insert(tx: Tx, placed: readonly PlacedRow[]): Promise<void>;
  abstract update(tx: Tx, orders: readonly MealOrder[]): Promise<void>;
  /** Gives portions of a cancelled order back to limited dishes. */
  abstract restock(tx: Tx, order: MealOrderData): Promise<void>;
  abstract insertTender(tx: Tx, tender: PaymentRow): Promise<void>;
  abstract insertRefund(tx: Tx, refund: RefundRow): Promise<void>;
  abstract findTender(id: string): Promise<PaymentRow | undefined>;
  abstract findRefund(id: string): Promise<RefundRow | undefined>;
  /** The decided ones of these orders; one query for all that wait. */
  abstract findDecided(ids: readonly string[]): Promise<MealOrderData[]>;
  /** Whether an order placed before `before` is undecided although no order after it was decided either: the line is cut. */
  abstract awaitsDecisionSince(tx: Tx, before: Date): Promise<boolean>;
  /** The price was shown as it is now: from here on the self-pay is final. Answers the order as shown. */
  abstract showPrice(id: string): Promise<MealOrderData>;
}
