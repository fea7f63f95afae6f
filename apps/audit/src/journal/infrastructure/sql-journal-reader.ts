import type { JournalEntryView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { EventFilter, EventPageRequest, FoundRecord } from '../application/journal-reader.port.js';
import { JournalReader } from '../application/journal-reader.port.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { EntryRow } from './entry.mapper.js';
import { entryFrom } from './entry.mapper.js';
import { ENTRY, eventQuery } from './event-query.js';
import type { SealedRow } from './open-records.js';
import { openRows } from './open-records.js';

const STREAMS = `
  SELECT stream_id AS "streamId" FROM journal_stream
  WHERE ($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR type = $2) AND ($3::text IS NULL OR source = $3)`;

const RECORDS = `
  SELECT source.name AS source, journal.sequence, stream.topic, partition, record_offset AS "offset", key,
    leaf_index AS "leafIndex", event_id AS id, key_id AS "keyId", bytes
  FROM journal_key JOIN source USING (source_id) JOIN journal USING (journal_index) JOIN journal_stream AS stream USING (stream_id)
  WHERE source.name = $1 AND journal_key.sequence BETWEEN $2 AND $3
  ORDER BY journal_key.sequence LIMIT $4`;

@Injectable()
export class SqlJournalReader extends JournalReader {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async list(tx: Tx, filter: EventFilter, page: EventPageRequest): Promise<JournalEntryView[]> {
    const streams = await this.streamsOf(tx, filter);
    if (streams?.length === 0) return [];
    const { text, values } = eventQuery(filter, streams, page);
    return this.entries(tx, await tx.query<EntryRow>(text, values));
  }

  async findEvent(tx: Tx, eventId: string): Promise<JournalEntryView | undefined> {
    const rows = await tx.query<EntryRow>(`${ENTRY} WHERE event_id = $1 ORDER BY journal_index LIMIT 1`, [eventId]);
    return (await this.entries(tx, rows))[0];
  }

  async records(tx: Tx, source: string, from: bigint, to: bigint, limit: number): Promise<FoundRecord[]> {
    const values = [source, from.toString(), to.toString(), limit];
    const rows = await tx.query<Omit<FoundRecord, 'bytes' | 'salt'> & SealedRow>(RECORDS, values);
    const opened = await openRows(tx, this.keys, rows);
    return opened.map((row) => ({
      ...row,
      bytes: row.bytes?.toString('base64') ?? null,
      salt: row.salt?.toString('base64') ?? null,
    }));
  }

  private async entries(tx: Tx, rows: readonly EntryRow[]): Promise<JournalEntryView[]> {
    return (await openRows(tx, this.keys, rows)).map(entryFrom);
  }

  private async streamsOf(tx: Tx, { topic, type, source }: EventFilter): Promise<number[] | undefined> {
    if (topic === undefined && type === undefined && source === undefined) return undefined;
    const rows = await tx.query<{ streamId: number }>(STREAMS, [topic ?? null, type ?? null, source ?? null]);
    return rows.map(({ streamId }) => streamId);
  }
}
