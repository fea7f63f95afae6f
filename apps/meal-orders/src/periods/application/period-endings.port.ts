import type { Tx } from '@doorstep/persistence';
import type { OrderRefData } from '../../orders/application/meal-order.events.js';
import type { OrdersEnding, PeriodEnding } from '../domain/period-ending.js';

export abstract class PeriodEndings {
  abstract find(id: string): Promise<PeriodEnding | undefined>;
  /** False when the same was ended before. */
  abstract insert(tx: Tx, ending: PeriodEnding): Promise<boolean>;
  /** Orders that are still open, at most `limit`; read without locks. */
  abstract openOrders(ending: OrdersEnding, limit: number): Promise<OrderRefData[]>;
  /** Ends those of the orders that are still open, set-based, and answers which they were. Cancelled dishes are there again. */
  abstract endOrders(tx: Tx, ending: OrdersEnding, ids: readonly string[], at: Date): Promise<OrderRefData[]>;
  /** Counts what was served and marks the ending as done. Undefined when somebody else did so before. */
  abstract complete(tx: Tx, id: string, at: Date): Promise<PeriodEnding | undefined>;
  /** Endings that a stopped process left behind. */
  abstract unfinished(before: Date, limit: number): Promise<PeriodEnding[]>;
}
