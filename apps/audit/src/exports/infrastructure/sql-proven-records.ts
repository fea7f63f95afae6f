import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { SealedRow } from '../../journal/infrastructure/open-records.js';
import { openRows } from '../../journal/infrastructure/open-records.js';
import { entryBytes } from '../../log/domain/entry.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { LoggedEvidence } from '../application/proven-records.port.js';
import { ProvenRecords } from '../application/proven-records.port.js';

const ROWS = `
  SELECT stream.source, sequence, event_id AS id, stream.type, stream.topic, event_time AS time, received_at AS "receivedAt",
    leaf_index AS "leafIndex", commitment, key_id AS "keyId", bytes, person_id AS "personId", subject, actor,
    correlation_id AS "correlationId", causation_id AS "causationId"
  FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (journal_index, n) JOIN journal USING (journal_index)
    JOIN journal_stream AS stream USING (stream_id)
  WHERE leaf_index IS NOT NULL ORDER BY n`;

interface Row extends SealedRow {
  readonly id: string;
  readonly source: string;
  readonly sequence: string;
  readonly type: string;
  readonly topic: string;
  readonly time: Date;
  readonly receivedAt: Date;
  readonly leafIndex: string;
  readonly commitment: Buffer;
}

@Injectable()
export class SqlProvenRecords extends ProvenRecords {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async evidence(tx: Tx, journalIndexes: readonly string[]): Promise<LoggedEvidence[]> {
    const rows = await openRows(tx, this.keys, await tx.query<Row>(ROWS, [journalIndexes]));
    return rows.map(({ source, sequence, id, type, topic, leafIndex, erased, restricted, altered, ...row }) => ({
      ...{ source, sequence, eventId: id, type, topic, leafIndex, erased, restricted, altered },
      time: row.time.toISOString(),
      receivedAt: row.receivedAt.toISOString(),
      bytes: row.bytes?.toString('base64') ?? null,
      salt: row.salt?.toString('base64') ?? null,
      entry: entryBytes({ source, sequence, commitment: row.commitment }).toString('utf8'),
    }));
  }
}
