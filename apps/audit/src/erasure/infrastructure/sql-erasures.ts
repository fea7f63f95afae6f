import { PersonErasedV1 } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { SealedRow } from '../../journal/infrastructure/open-records.js';
import { openRows } from '../../journal/infrastructure/open-records.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { ErasedPerson, NewErasures } from '../application/erasures.port.js';
import { Erasures } from '../application/erasures.port.js';

const LOCK = 'SELECT next_index AS next FROM erasure_head FOR UPDATE SKIP LOCKED';

const UNREAD = `
  SELECT journal_index AS "journalIndex", event_id AS id, key_id AS "keyId", bytes FROM journal
  WHERE journal_index = ANY(ARRAY(
    SELECT journal_index FROM journal_fact
    WHERE stream_id = ANY(ARRAY(SELECT stream_id FROM journal_stream WHERE type = '${PersonErasedV1.type}')) AND sound
      AND journal_index >= $1::bigint AND journal_index < $2::bigint ORDER BY journal_index LIMIT $3))
  ORDER BY journal_index`;

const EVIDENCE = `
  WITH own AS (
    SELECT f.journal_index, f.claim_id, f.subject_id, stream.type FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id)
    WHERE f.person_id = $1
  ), paid AS (SELECT claim_id, subject_id FROM own WHERE type = 'benefits.claim.settled.v1')
  SELECT journal_index AS i FROM own
  WHERE claim_id IN (SELECT claim_id FROM paid) OR subject_id IN (SELECT subject_id FROM paid) ORDER BY 1`;

const OVERDUE = `
  SELECT DISTINCT e.person_id AS "personId" FROM erasure AS e JOIN record_key AS k USING (person_id)
  WHERE k.destroyed_at IS NULL AND (e.kept_until IS NULL OR e.kept_until < $1::date) LIMIT $2`;

@Injectable()
export class SqlErasures extends Erasures {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async unread(tx: Tx, limit: number): Promise<NewErasures | undefined> {
    const [head] = await tx.query<{ next: string }>(LOCK);
    if (!head) return undefined;
    const [noted] = await tx.query<{ end: string }>('SELECT next_index AS "end" FROM fact_head');
    const end = noted?.end ?? head.next;
    const found = await tx.query<SealedRow & { journalIndex: string }>(UNREAD, [head.next, end, limit]);
    const rows = await openRows(tx, this.keys, found);
    const persons = rows.flatMap(({ journalIndex, bytes }) => erasedIn(BigInt(journalIndex), bytes));
    const last = rows.at(-1);
    return { persons, next: rows.length < limit || !last ? BigInt(end) : BigInt(last.journalIndex) + 1n };
  }

  async moveTo(tx: Tx, next: bigint): Promise<void> {
    await tx.query('UPDATE erasure_head SET next_index = $1::bigint WHERE next_index < $1::bigint', [next.toString()]);
  }

  async evidenceOf(tx: Tx, personId: string): Promise<string[]> {
    return (await tx.query<{ i: string }>(EVIDENCE, [personId])).map(({ i }) => i);
  }

  async note(tx: Tx, person: ErasedPerson, keptUntil: string | null, now: Date): Promise<void> {
    const { erasureId, personId, erasedAt } = person;
    await tx.query(
      `INSERT INTO erasure (erasure_id, person_id, erased_at, kept_until, noted_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (erasure_id) DO NOTHING`,
      [erasureId, personId, erasedAt, keptUntil, now],
    );
  }

  async destroyBytes(tx: Tx, personId: string, kept: readonly string[]): Promise<number> {
    const text = 'SELECT journal_erase($1::uuid, $2::bigint[])::integer AS n';
    return (await tx.query<{ n: number }>(text, [personId, kept]))[0]?.n ?? 0;
  }

  async overdue(tx: Tx, today: string, limit: number): Promise<string[]> {
    return (await tx.query<{ personId: string }>(OVERDUE, [today, limit])).map(({ personId }) => personId);
  }
}

/** What was erased before, or is no such event, says nothing any more. */
function erasedIn(journalIndex: bigint, bytes: Buffer | null): ErasedPerson[] {
  if (bytes === null) return [];
  const { data } = JSON.parse(bytes.toString()) as { data?: unknown };
  const erased = PersonErasedV1.data.safeParse(data);
  if (!erased.success) return [];
  const { personId, erasureId, erasedAt, evidenceUntil } = erased.data;
  return [{ journalIndex, personId, erasureId, erasedAt: new Date(erasedAt), evidenceUntil }];
}
