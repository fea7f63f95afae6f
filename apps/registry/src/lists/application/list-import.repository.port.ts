import type { ListDiffItem, ListImportView, ListOutcome } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { ListNotFoundError } from '../domain/list.errors.js';
import type { ListDiff } from './list-diff.js';

export interface ListItemFilter {
  readonly outcome: ListOutcome | undefined;
  /** Only positions above this one. */
  readonly after: number;
  readonly limit: number;
}

/** What waits, what was applied, and the differences that were shown. */
export abstract class ListImportRepository {
  /** Keeps the file only for what can be applied. */
  abstract add(tx: Tx, report: ListImportView, diff: ListDiff, csv: string): Promise<void>;
  abstract find(tx: Tx, importId: string): Promise<ListImportView | undefined>;
  /** @throws ListNotFoundError */
  async known(tx: Tx, importId: string): Promise<ListImportView> {
    const found = await this.find(tx, importId);
    if (!found) throw new ListNotFoundError();
    return found;
  }

  /** The file of a list that waits. */
  abstract file(tx: Tx, importId: string): Promise<string | undefined>;
  abstract items(tx: Tx, importId: string, filter: ListItemFilter): Promise<ListDiffItem[]>;
  /** Of the absent items at these positions, or of all. */
  abstract absentPeople(tx: Tx, importId: string, positions: readonly number[] | 'all'): Promise<string[]>;
  abstract countWaiting(tx: Tx): Promise<number>;
  /** False when it does not wait any more. */
  abstract close(tx: Tx, report: ListImportView): Promise<boolean>;
  /** Discards what has waited for its time, and forgets the differences of what was never applied. Answers how many were discarded. */
  abstract dropExpired(tx: Tx, now: Date): Promise<number>;
}
