import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { FoundRecord } from '../application/journal-reader.port.js';
import { JournalReader } from '../application/journal-reader.port.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { SealedRow } from './open-records.js';
import { openRows } from './open-records.js';

const RECORDS = `
  SELECT source.name AS source, journal_key.sequence, coalesce(stream.topic, '') AS topic, leaf_index IS NULL AS gone, partition, record_offset AS "offset", key,
    leaf_index AS "leafIndex", event_id AS id, key_id AS "keyId", bytes, commitment, stream.type, subject, person_id AS "personId",
    event_time AS time, actor, correlation_id AS "correlationId", causation_id AS "causationId"
  FROM journal_key JOIN source USING (source_id) LEFT JOIN journal USING (journal_index)
    LEFT JOIN journal_stream AS stream USING (stream_id)
  WHERE source.name = $1 AND journal_key.sequence BETWEEN $2 AND $3
  ORDER BY journal_key.sequence LIMIT $4`;

type Row = Omit<FoundRecord, 'bytes' | 'salt' | 'altered'> &
  SealedRow & { readonly topic: string; readonly gone: boolean };

@Injectable()
export class SqlJournalReader extends JournalReader {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async records(tx: Tx, source: string, from: bigint, to: bigint, limit: number): Promise<FoundRecord[]> {
    const values = [source, from.toString(), to.toString(), limit];
    const opened = await openRows(tx, this.keys, await tx.query<Row>(RECORDS, values));
    return opened.map(({ gone, ...row }) => ({
      ...row,
      // Whatever has a number had a leaf.
      altered: row.altered || gone,
      bytes: row.bytes?.toString('base64') ?? null,
      salt: row.salt?.toString('base64') ?? null,
    }));
  }
}
