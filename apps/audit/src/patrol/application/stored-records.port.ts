import type { Tx } from '@doorstep/persistence';
import type { LogEntry } from '../../log/domain/entry.js';
import type { Fault } from '../domain/fault.js';

/** A row of the journal, compared with everything beside it in the database. */
export interface StoredRecord {
  readonly journalIndex: bigint;
  readonly leafIndex: string | null;
  /** What its leaf in the public log must be; null for a record without a number, which has none. */
  readonly entry: LogEntry | null;
  readonly faults: readonly Fault[];
}

export abstract class StoredRecords {
  /** Those from journal index `from` up to but not including `end`, in order. */
  abstract read(tx: Tx, from: bigint, end: bigint): Promise<StoredRecord[]>;
}
