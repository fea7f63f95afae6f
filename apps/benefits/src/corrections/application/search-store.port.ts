import type { Tx } from '@doorstep/persistence';

/** How far a search got with one slice; `ended` when there was nobody left. */
export interface SearchStep {
  readonly searchId: string;
  readonly ended: boolean;
}

export abstract class SearchStore {
  /** The oldest search that has not begun, if any. */
  abstract unbegun(tx: Tx): Promise<string | undefined>;

  /**
   * Waits until every batch that is deciding has ended. Whatever was decided by what was known before the change can be seen by
   * the statements of later transactions.
   */
  abstract waitForBatches(tx: Tx): Promise<void>;

  /**
   * Queues those of the next persons, at most so many looked at, who have to be decided again. Undefined when there is no search that no
   * other instance is at. Of those that have not begun only `begins` may, since it has waited. A search that ends is removed.
   */
  abstract step(tx: Tx, people: number, begins: string | undefined): Promise<SearchStep | undefined>;
}
