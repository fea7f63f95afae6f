import type { Tx } from '@doorstep/persistence';

export interface Visit {
  readonly personId: string;
  readonly siteId: string;
  /** Business date. */
  readonly on: string;
}

/** Who comes to which site: a site knows those who order or book there. */
export abstract class Visits {
  /** The last day of each pair counts; people who are not known or erased are left out. */
  abstract record(tx: Tx, visits: readonly Visit[]): Promise<void>;
}
