import type { OutgoingRecord } from '../kafka/ports.js';
import { placeOf, type Cursor } from './cursor.js';
import { documentOf } from './document.js';
import type { OutboxRow } from './outbox-row.js';

export interface Advance {
  readonly xid: string;
  readonly position: string;
  readonly sequence: number;
  /** Only the places that this batch touched. */
  readonly sent: Readonly<Record<string, number>>;
}

export interface NumberedBatch {
  readonly records: readonly OutgoingRecord[];
  readonly advance: Advance;
}

export interface BatchLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** One send makes one record batch per partition, and a broker refuses one over 1 MiB, which a thousand rows are near. */
export const BATCH_LIMITS: BatchLimits = { rows: 1_000, bytes: 900_000 };
/** Per record: attributes, header and lengths around key and value. */
const RECORD_OVERHEAD = 100;

/**
 * Gives the next rows their numbers: `sequence` dense over the source, `previous` the number before it in the same partition.
 * Rows come in a fixed order, so the same cursor always leads to the same numbers.
 */
export function numberRows(
  rows: readonly OutboxRow[],
  cursor: Pick<Cursor, 'sequence' | 'sent'>,
  source: string,
  limits: BatchLimits = BATCH_LIMITS,
): NumberedBatch {
  const records: OutgoingRecord[] = [];
  const sent: Record<string, number> = {};
  let sequence = cursor.sequence;
  let bytes = 0;
  for (const row of rows) {
    if (records.length === limits.rows) break;
    const place = placeOf(row.topic, row.partition);
    const value = documentOf(row, source, sequence + 1, sent[place] ?? cursor.sent[place] ?? 0);
    bytes += Buffer.byteLength(value) + row.key.length + RECORD_OVERHEAD;
    if (bytes > limits.bytes && records.length > 0) break;
    sequence += 1;
    sent[place] = sequence;
    const { topic, partition, key, traceparent } = row;
    records.push({ topic, partition, key, value, ...(traceparent !== null && { traceparent }) });
  }
  const last = rows[records.length - 1] as OutboxRow;
  return { records, advance: { xid: last.xid, position: last.position, sequence, sent } };
}
