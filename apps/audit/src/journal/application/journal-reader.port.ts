import type { JournalEntryView, RecordView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface EventFilter {
  readonly topic?: string | undefined;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly personId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Time of the event: from (inclusive) … to (exclusive). */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface EventPageRequest {
  /** Journal index of the last entry of the page before. */
  readonly after: bigint | undefined;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
}

/** Bytes and salt are null when the key of the record was destroyed, the index while the record is in no tree. */
export type FoundRecord = Omit<RecordView, 'bytes' | 'salt' | 'proof'> & {
  readonly bytes: string | null;
  readonly salt: string | null;
  readonly leafIndex: string | null;
};

export abstract class JournalReader {
  abstract list(tx: Tx, filter: EventFilter, page: EventPageRequest): Promise<JournalEntryView[]>;
  abstract findEvent(tx: Tx, eventId: string): Promise<JournalEntryView | undefined>;
  /** In order of sequence, both ends included. */
  abstract records(tx: Tx, source: string, from: bigint, to: bigint, limit: number): Promise<FoundRecord[]>;
}
