import type { Tx } from '@doorstep/persistence';
import type { Period } from '../../projections/domain/site-terms.js';

export interface MenuKey {
  readonly siteId: string;
  readonly serviceDate: string;
  readonly mealPeriod: Period;
}

/**
 * One advisory lock per menu. Whoever orders from it shares the lock; whoever changes, closes or ends it holds it alone. So an order
 * never slips past a closing, and no row is hot. Taken after the lanes and before any row lock, everywhere.
 */
export abstract class MenuLocks {
  abstract share(tx: Tx, menus: readonly MenuKey[]): Promise<void>;
  abstract exclude(tx: Tx, menus: readonly MenuKey[]): Promise<void>;
  /** The same for tills: a shift is closed alone, payments share it. */
  abstract shareTills(tx: Tx, tills: readonly { readonly siteId: string; readonly tillId: string }[]): Promise<void>;
  abstract excludeTill(tx: Tx, siteId: string, tillId: string): Promise<void>;
}
