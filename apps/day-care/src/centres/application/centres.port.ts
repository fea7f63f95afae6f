import type { Tx } from '@doorstep/persistence';
import type { Centre } from '../domain/centre.js';

/** The projection of the registry's day-care centres. */
export abstract class Centres {
  abstract find(tx: Tx, siteId: string): Promise<Centre | undefined>;
  /** Keeps the highest version of each; older and repeated ones change nothing. */
  abstract keepHighest(tx: Tx, centres: readonly Centre[]): Promise<void>;
}
