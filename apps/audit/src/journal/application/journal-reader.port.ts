import type { RecordView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** Bytes and salt are null when the key of the record was destroyed, the index while the record is in no tree. */
export type FoundRecord = Omit<RecordView, 'bytes' | 'salt' | 'proof'> & {
  readonly bytes: string | null;
  readonly salt: string | null;
  readonly leafIndex: string | null;
  /** The row is not what was journalled. */
  readonly altered: boolean;
};

export abstract class JournalReader {
  /** In order of sequence, both ends included. */
  abstract records(tx: Tx, source: string, from: bigint, to: bigint, limit: number): Promise<FoundRecord[]>;
}
