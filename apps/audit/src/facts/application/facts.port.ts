import type { Tx } from '@doorstep/persistence';

export interface FactProgress {
  /** The facts and references of all records below this journal index are noted. */
  readonly noted: bigint;
  /** Index of the next record of the journal. */
  readonly journalled: bigint;
}

/** What records are found by. It follows from the journal, behind it and in its order. */
export abstract class Facts {
  abstract progress(tx: Tx): Promise<FactProgress>;
  /** Notes the next records, at most so many; answers how many: 0 when all are noted, or when another instance is at it. */
  abstract noteNext(tx: Tx, most: number): Promise<number>;
  /** The same for records that came before there were facts, newest first. */
  abstract noteOlder(tx: Tx, most: number): Promise<number>;
}
