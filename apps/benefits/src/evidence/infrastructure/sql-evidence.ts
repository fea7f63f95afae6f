import type { EvidenceEnd, EvidenceReport } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Erased } from '../application/evidence.port.js';
import { Evidence } from '../application/evidence.port.js';

const NOTE = `INSERT INTO erased_person AS e (person_id, evidence_until)
  SELECT d.person_id, min(d.until) FROM unnest($1::uuid[], $2::date[]) AS d(person_id, until) GROUP BY 1
  ON CONFLICT (person_id) DO UPDATE SET evidence_until = least(e.evidence_until, excluded.evidence_until)`;
const OVERDUE = `SELECT person_id FROM erased_person WHERE destroyed_on IS NULL AND evidence_until < $1::date
  ORDER BY evidence_until, person_id LIMIT $2`;
const WAITS = `SELECT FROM erased_person WHERE person_id = $1 AND destroyed_on IS NULL AND evidence_until < $2::date`;
const ENDS = `SELECT destroyed_on::text AS "endedOn", count(*)::integer AS persons, sum(facts)::integer AS facts, sum(decisions)::integer AS decisions
  FROM erased_person WHERE destroyed_on IS NOT NULL GROUP BY destroyed_on ORDER BY destroyed_on DESC LIMIT 100`;
const WAITING = `SELECT count(*)::integer AS waiting, min(evidence_until)::text AS until FROM erased_person WHERE destroyed_on IS NULL`;

@Injectable()
export class SqlEvidence extends Evidence {
  async note(tx: Tx, erased: readonly Erased[]): Promise<void> {
    await tx.query(NOTE, [erased.map(({ personId }) => personId), erased.map(({ evidenceUntil }) => evidenceUntil)]);
  }

  async overdue(tx: Tx, today: LocalDate, limit: number): Promise<string[]> {
    return (await tx.query<{ person_id: string }>(OVERDUE, [today, limit])).map((row) => row.person_id);
  }

  async destroy(tx: Tx, personId: string, today: LocalDate): Promise<boolean> {
    // Under the lane: another instance may have been faster.
    if ((await tx.query(WAITS, [personId, today])).length === 0) return false;
    await tx.query('SELECT destroy_evidence($1, $2)', [personId, today]);
    return true;
  }

  async report(tx: Tx): Promise<EvidenceReport> {
    const items = await tx.query<EvidenceEnd>(ENDS);
    const [row] = await tx.query<{ waiting: number; until: LocalDate | null }>(WAITING);
    return { items, waiting: row?.waiting ?? 0, nextOn: row?.until ? addDays(row.until, 1) : null };
  }
}
