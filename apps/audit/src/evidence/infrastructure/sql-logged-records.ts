import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RecordAlteredError } from '../../journal/domain/journal.errors.js';
import type { SealedRow } from '../../journal/infrastructure/open-records.js';
import { openRows } from '../../journal/infrastructure/open-records.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { LoggedRecord, Opening } from '../application/logged-records.port.js';
import { LoggedRecords } from '../application/logged-records.port.js';

const COLUMNS = `
  stream.source, journal.sequence, event_id AS id, stream.type, stream.topic, event_time AS time, received_at AS "receivedAt",
  person_id AS "personId", subject, actor, correlation_id AS "correlationId", causation_id AS "causationId",
  leaf_index AS "leafIndex", commitment, key_id AS "keyId", bytes`;

const BY_NUMBER = `
  SELECT ${COLUMNS} FROM source JOIN journal_key USING (source_id) JOIN journal USING (journal_index)
    JOIN journal_stream AS stream USING (stream_id)
  WHERE source.name = $1 AND journal_key.sequence = $2 AND leaf_index IS NOT NULL`;

const IS_NUMBERED = `
  SELECT FROM source JOIN journal_key USING (source_id) LEFT JOIN journal USING (journal_index)
  WHERE source.name = $1 AND journal_key.sequence = $2 AND leaf_index IS NULL`;

const BY_EVENT = `
  SELECT ${COLUMNS} FROM journal JOIN journal_stream AS stream USING (stream_id)
  WHERE journal_index = ANY(ARRAY(SELECT journal_index FROM journal_fact WHERE journal_fact.event_id = $1 ORDER BY 1 LIMIT $2))
    AND leaf_index IS NOT NULL ORDER BY journal_index`;

const BY_REFERENCE = `
  SELECT ${COLUMNS} FROM (
    SELECT journal_index FROM journal_reference WHERE reference = $1 ORDER BY journal_index LIMIT $2) AS spoken
  JOIN journal USING (journal_index) JOIN journal_stream AS stream USING (stream_id)
  WHERE leaf_index IS NOT NULL ORDER BY journal_index`;

/** Where only what a record was found by is left, its row was taken out. */
const GONE = (found: string): string => `
  SELECT stream.source FROM (${found} ORDER BY journal_index LIMIT $2) AS found JOIN journal_fact USING (journal_index)
    JOIN journal_stream AS stream USING (stream_id)
  WHERE NOT EXISTS (SELECT FROM journal WHERE journal.journal_index = found.journal_index) LIMIT 1`;
const EVENT_GONE = GONE('SELECT journal_index FROM journal_fact WHERE event_id = $1');
const REFERENCE_GONE = GONE('SELECT journal_index FROM journal_reference WHERE reference = $1');

type Row = Omit<LoggedRecord, 'bytes' | 'salt' | 'erased' | 'restricted' | 'altered'> & SealedRow;

@Injectable()
export class SqlLoggedRecords extends LoggedRecords {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async byNumber(tx: Tx, source: string, sequence: string, opening: Opening): Promise<LoggedRecord[]> {
    if (BigInt(sequence) > MAX_SEQUENCE) return [];
    const found = await this.opened(tx, BY_NUMBER, [source, sequence], opening);
    if (found.length > 0 || (await tx.query(IS_NUMBERED, [source, sequence])).length === 0) return found;
    throw new RecordAlteredError({ source, sequence, leafIndex: null });
  }

  async byEvent(tx: Tx, eventId: string, opening: Opening): Promise<LoggedRecord[]> {
    await refuseGone(tx, EVENT_GONE, [eventId, MOST_OF_EVENT]);
    return this.opened(tx, BY_EVENT, [eventId, MOST_OF_EVENT], opening);
  }

  async byReference(tx: Tx, id: string, limit: number, opening: Opening): Promise<LoggedRecord[]> {
    await refuseGone(tx, REFERENCE_GONE, [id, limit]);
    return this.opened(tx, BY_REFERENCE, [id, limit], opening);
  }

  private async opened(tx: Tx, sql: string, values: readonly unknown[], opening: Opening): Promise<LoggedRecord[]> {
    return openRows(tx, this.keys, await tx.query<Row>(sql, values), opening);
  }
}

const MAX_SEQUENCE = 2n ** 63n - 1n;
const MOST_OF_EVENT = 10;

async function refuseGone(tx: Tx, text: string, values: readonly unknown[]): Promise<void> {
  const [gone] = await tx.query<{ source: string | null }>(text, values);
  if (gone) throw new RecordAlteredError({ source: gone.source, sequence: null, leafIndex: null });
}
