import { PersonErasedV1 } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { SealedRow } from '../../journal/infrastructure/open-records.js';
import { openRows } from '../../journal/infrastructure/open-records.js';
import { NO_END, RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { ErasedPerson, NextErasure } from '../application/erasures.port.js';
import { Erasures } from '../application/erasures.port.js';
import { BEHIND, EVIDENCE, FIRST, LOCK, OVERDUE, UNNOTED } from './erasure.sql.js';

/** Records of the journal that are looked through at once. */
const RANGE = 20_000n;

interface FirstRow extends SealedRow {
  readonly journalIndex: string;
  readonly erases: boolean;
  readonly personId: string | null;
}

@Injectable()
export class SqlErasures extends Erasures {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async unread(tx: Tx): Promise<NextErasure | undefined> {
    const [head] = await tx.query<{ next: string }>(LOCK);
    if (!head) return undefined;
    const [noted] = await tx.query<{ end: string }>('SELECT next_index AS "end" FROM fact_head');
    const [from, last] = [BigInt(head.next), BigInt(noted?.end ?? head.next)];
    const end = from + RANGE < last ? from + RANGE : last;
    const rows = await tx.query<FirstRow>(FIRST, [from.toString(), end.toString()]);
    const [found] = await openRows(tx, this.keys, rows, { restricted: true });
    if (!found) return { erased: null, later: null, next: end, more: end < last };
    const { journalIndex, erases, personId, bytes } = found;
    const next = BigInt(journalIndex) + 1n;
    return { erased: erases ? erasedIn(bytes) : null, later: personId, next, more: next < last };
  }

  async evidenceEnd(tx: Tx, personId: string): Promise<string> {
    return (await this.keys.evidenceEnds(tx, [personId])).get(personId) ?? NO_END;
  }

  async moveTo(tx: Tx, next: bigint): Promise<void> {
    await tx.query('UPDATE erasure_head SET next_index = $1::bigint WHERE next_index < $1::bigint', [next.toString()]);
  }

  async hold(tx: Tx, personId: string): Promise<boolean> {
    // The lock must be short: when so much cannot be searched yet, the person has to wait.
    const [behind] = await tx.query<{ records: string }>(BEHIND);
    if (BigInt(behind?.records ?? 0) > RANGE) return false;
    await tx.query('SELECT FROM journal_head FOR UPDATE');
    return (await tx.query(UNNOTED, [personId])).length === 0;
  }

  async evidenceOf(tx: Tx, personId: string): Promise<string[]> {
    return (await tx.query<{ i: string }>(EVIDENCE, [personId])).map(({ i }) => i);
  }

  async note(tx: Tx, { erasureId, personId, erasedAt, evidenceUntil }: ErasedPerson, now: Date): Promise<void> {
    await tx.query(
      `INSERT INTO erasure (erasure_id, person_id, erased_at, evidence_until, noted_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (erasure_id) DO NOTHING`,
      [erasureId, personId, erasedAt, evidenceUntil, now],
    );
  }

  async keep(tx: Tx, personId: string, keptUntil: string | null): Promise<void> {
    const text = 'UPDATE erasure SET kept_until = $2 WHERE person_id = $1 AND kept_until IS DISTINCT FROM $2::date';
    await tx.query(text, [personId, keptUntil]);
  }

  async restate(tx: Tx, personId: string, evidenceUntil: string): Promise<void> {
    await tx.query('UPDATE erasure SET evidence_until = $2 WHERE person_id = $1', [personId, evidenceUntil]);
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
function erasedIn(bytes: Buffer | null): ErasedPerson | null {
  if (bytes === null) return null;
  const { data } = JSON.parse(bytes.toString()) as { data?: unknown };
  const erased = PersonErasedV1.data.safeParse(data);
  if (!erased.success) return null;
  const { personId, erasureId, erasedAt, evidenceUntil } = erased.data;
  return { personId, erasureId, erasedAt: new Date(erasedAt), evidenceUntil };
}
