import type { Tx } from '@doorstep/persistence';

export abstract class Stories {
  /**
   * Ids of the orders, bookings and claims whose records together are the whole story of one of them: of an order also its claims, of
   * a claim also its order and the claims before and after a correction. At most `limit`.
   */
  abstract idsOf(tx: Tx, id: string, limit: number): Promise<string[]>;
}
