import type { JournalEntryView, RecordView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { EventFilter, EventPageRequest } from '../application/journal-reader.port.js';
import { JournalReader } from '../application/journal-reader.port.js';
import type { EntryRow } from './entry.mapper.js';
import { entryFrom } from './entry.mapper.js';
import { ENTRY, eventQuery } from './event-query.js';

const STREAMS = `
  SELECT stream_id AS "streamId" FROM journal_stream
  WHERE ($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR type = $2) AND ($3::text IS NULL OR source = $3)`;

const RECORDS = `
  SELECT source.name AS source, journal.sequence, stream.topic, partition, record_offset AS "offset", key,
    encode(bytes, 'base64') AS bytes
  FROM journal_key JOIN source USING (source_id) JOIN journal USING (journal_index) JOIN journal_stream AS stream USING (stream_id)
  WHERE source.name = $1 AND journal_key.sequence BETWEEN $2 AND $3
  ORDER BY journal_key.sequence LIMIT $4`;

@Injectable()
export class SqlJournalReader extends JournalReader {
  async list(tx: Tx, filter: EventFilter, page: EventPageRequest): Promise<JournalEntryView[]> {
    const streams = await this.streamsOf(tx, filter);
    if (streams?.length === 0) return [];
    const { text, values } = eventQuery(filter, streams, page);
    return (await tx.query<EntryRow>(text, values)).map(entryFrom);
  }

  async findEvent(tx: Tx, eventId: string): Promise<JournalEntryView | undefined> {
    const [row] = await tx.query<EntryRow>(`${ENTRY} WHERE event_id = $1 ORDER BY journal_index LIMIT 1`, [eventId]);
    return row && entryFrom(row);
  }

  async records(tx: Tx, source: string, from: bigint, to: bigint, limit: number): Promise<RecordView[]> {
    const rows = await tx.query<RecordView>(RECORDS, [source, from.toString(), to.toString(), limit]);
    // PostgreSQL breaks base64 into lines.
    return rows.map((row) => ({ ...row, bytes: row.bytes.replaceAll('\n', '') }));
  }

  private async streamsOf(tx: Tx, { topic, type, source }: EventFilter): Promise<number[] | undefined> {
    if (topic === undefined && type === undefined && source === undefined) return undefined;
    const rows = await tx.query<{ streamId: number }>(STREAMS, [topic ?? null, type ?? null, source ?? null]);
    return rows.map(({ streamId }) => streamId);
  }
}
