import type { Tx } from '@doorstep/persistence';

export interface LeafBatch {
  /** Bytes of the entries, in order. */
  readonly entries: readonly Buffer[];
  /** Journal index at which the next batch begins. */
  readonly next: bigint;
  /** True when the journal goes on behind it. */
  readonly more: boolean;
}

export abstract class Leaves {
  /** How many the journal has given out. */
  abstract count(tx: Tx): Promise<number>;

  /**
   * Entries of the leaves from number `firstLeaf` on, which lie at or above `fromJournal`; a bounded number of them.
   * @param upTo leaf at which to stop, at the latest
   * @throws LogForkedError when a leaf of the journal is missing or out of its place
   */
  abstract after(tx: Tx, fromJournal: bigint, firstLeaf: number, upTo?: number): Promise<LeafBatch>;
}
