import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import { OlderFacts } from '../application/older-facts.port.js';
import { eventFactsIn } from '../domain/event-facts.js';
import type { JournalRecord } from '../domain/journal-record.js';
import { siteFactsIn } from '../domain/site-facts.js';
import { streamKey } from './journal-directory.js';
import type { SealedRow } from './open-records.js';
import { openRows } from './open-records.js';
import { writeFacts } from './write-facts.js';

/** Any constant of its own: one instance at a time. */
const LOCK = 5_170_223;

const OLDER = `
  SELECT journal_index AS "journalIndex", stream_id AS "streamId", stream.source, stream.topic, stream.type, sequence, problem,
    event_id AS id, event_time AS time, received_at AS "receivedAt", person_id AS "personId", actor, key_id AS "keyId", bytes
  FROM journal JOIN journal_stream AS stream USING (stream_id)
  WHERE journal_index >= $1::bigint AND journal_index < $2::bigint ORDER BY journal_index`;

interface OlderRow extends SealedRow {
  readonly journalIndex: string;
  readonly streamId: number;
  readonly source: string | null;
  readonly topic: string;
  readonly type: string | null;
  readonly sequence: string | null;
  readonly problem: string | null;
  readonly time: Date | null;
  readonly receivedAt: Date;
  readonly personId: string | null;
  readonly actor: string | null;
}

@Injectable()
export class SqlOlderFacts extends OlderFacts {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async note(tx: Tx, most: number): Promise<number> {
    const [lock] = await tx.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [LOCK]);
    const [head] = await tx.query<{ below: string }>('SELECT facts_below AS below FROM journal_head');
    const below = BigInt(head?.below ?? 0);
    if (!lock?.mine || below === 0n) return 0;
    const from = below > BigInt(most) ? below - BigInt(most) : 0n;
    const rows = await openRows(tx, this.keys, await tx.query<OlderRow>(OLDER, [from.toString(), below.toString()]));
    const streams = new Map<string, number>();
    const fresh = rows.map((row) => {
      const record = recordOf(row);
      streams.set(streamKey(record), row.streamId);
      return { record };
    });
    const receivedAt = rows[0]?.receivedAt ?? new Date(0);
    await writeFacts(tx, { fresh, first: from, receivedAt, streams });
    await tx.query('UPDATE journal_head SET facts_below = $1::bigint', [from.toString()]);
    return rows.length;
  }
}

function recordOf(row: OlderRow): Pick<JournalRecord, 'identity' | 'topic' | 'event' | 'problem'> {
  const { source, sequence, topic, problem, id, type, time, actor, personId } = row;
  const identity = source !== null && sequence !== null ? { source, sequence: BigInt(sequence) } : null;
  if (id === null || type === null || time === null || actor === null) return { topic, problem, identity, event: null };
  const data = dataIn(row.bytes);
  const said = { id, type, time, actor, personId, subject: '', correlationId: '', causationId: null, references: [] };
  const event = { ...said, facts: eventFactsIn(type, data), site: siteFactsIn(type, data) };
  return { topic, problem, identity, event };
}

function dataIn(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? null : (JSON.parse(bytes.toString()) as { data?: unknown }).data;
  } catch {
    return null; // what nobody can read has no facts
  }
}
