import type { Tx } from '@doorstep/persistence';
import type { JournalRecord } from '../domain/journal-record.js';

export interface Appended {
  readonly journalled: number;
  /** Already there, byte for byte. */
  readonly repeated: number;
}

export abstract class Journal {
  /**
   * Appends what is not there yet, in the given order, and answers how many. One writer at a time: the index is dense, and nobody
   * sees an index before all lower ones are committed.
   */
  abstract append(tx: Tx, records: readonly JournalRecord[], now: Date): Promise<Appended>;
}
