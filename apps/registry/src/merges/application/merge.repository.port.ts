import type { Tx } from '@doorstep/persistence';
import type { Merge } from '../domain/merge.js';

export abstract class MergeRepository {
  abstract find(tx: Tx, mergeId: string): Promise<Merge | undefined>;
  /** Merges that the file took part in, the newest first. */
  abstract of(tx: Tx, personId: string): Promise<Merge[]>;
  /** Grows with every fact that is recorded or retracted of the file, and with every merge and undoing. */
  abstract versionOf(tx: Tx, personId: string): Promise<number>;
  abstract add(tx: Tx, merge: Merge): Promise<void>;
  abstract undo(tx: Tx, merge: Merge): Promise<void>;
}
