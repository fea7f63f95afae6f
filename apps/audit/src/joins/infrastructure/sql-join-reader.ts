import { isUuid } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Paid, Period } from '../application/join-reader.port.js';
import { JoinReader } from '../application/join-reader.port.js';

const KNOWN = `SELECT DISTINCT person_id AS id FROM record_key WHERE person_id = ANY($1::uuid[])`;

const PERSONS_OF = `
  SELECT DISTINCT ON (reference) reference, f.person_id AS "personId"
  FROM journal_reference JOIN journal_fact AS f USING (journal_index)
  WHERE reference = ANY($1::uuid[]) AND f.sound AND f.person_id IS NOT NULL ORDER BY reference, journal_index`;

const STREAMS = (type: string): string => `ARRAY(SELECT stream_id FROM journal_stream WHERE type = '${type}')`;

const PAID = `
  WITH period AS (
    SELECT * FROM unnest($1::uuid[], $2::date[], $3::date[]) WITH ORDINALITY AS given (person_id, from_date, to_date, n)
  ), paid AS (
    SELECT n, f.claim_id, f.service_date, coalesce(f.amount_fen, 0) AS fen,
      f.service_date > from_date AND (to_date IS NULL OR f.service_date < to_date) AS inside
    FROM period JOIN journal_fact AS f ON f.person_id = period.person_id
    WHERE f.stream_id = ANY(${STREAMS('benefits.claim.settled.v1')}) AND f.sound AND f.journal_index < $4::bigint
      AND f.service_date > from_date - $5::integer AND (to_date IS NULL OR f.service_date < to_date + $5::integer)
      AND NOT EXISTS (
        SELECT FROM journal_reference AS told JOIN journal_fact AS ended ON ended.journal_index = told.journal_index
        WHERE told.reference = f.claim_id AND ended.claim_id = f.claim_id AND ended.journal_index < $4::bigint
          AND ended.stream_id = ANY(${STREAMS('benefits.claim.reversed.v1')}))
  )
  SELECT count(paid.n) FILTER (WHERE inside)::integer AS claims, coalesce(sum(fen) FILTER (WHERE inside), 0)::float8 AS "amountFen",
    count(paid.n) FILTER (WHERE NOT inside)::integer AS "nearClaims",
    coalesce(sum(fen) FILTER (WHERE NOT inside), 0)::float8 AS "nearAmountFen",
    (min(service_date) FILTER (WHERE inside))::text AS "firstOn", (max(service_date) FILTER (WHERE inside))::text AS "lastOn",
    coalesce((array_agg(claim_id ORDER BY service_date, claim_id) FILTER (WHERE inside AND claim_id IS NOT NULL))[1:20], '{}')
      AS "claimIds"
  FROM period LEFT JOIN paid USING (n) GROUP BY n ORDER BY n`;

@Injectable()
export class SqlJoinReader extends JoinReader {
  async knownPersons(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const wanted = ids.filter(isUuid);
    if (wanted.length === 0) return new Set();
    return new Set((await tx.query<{ id: string }>(KNOWN, [wanted])).map(({ id }) => id));
  }

  async personsOf(tx: Tx, references: readonly string[]): Promise<Map<string, string>> {
    if (references.length === 0) return new Map();
    const rows = await tx.query<{ reference: string; personId: string }>(PERSONS_OF, [references]);
    return new Map(rows.map(({ reference, personId }) => [reference, personId]));
  }

  async paidIn(tx: Tx, periods: readonly Period[], snapshot: bigint, nearDays: number): Promise<Paid[]> {
    if (periods.length === 0) return [];
    return tx.query<Paid>(PAID, [
      periods.map(({ personId }) => personId),
      periods.map(({ from }) => from),
      periods.map(({ to }) => to),
      snapshot.toString(),
      // Both ends of a period are near at least: who died at noon may have had breakfast.
      nearDays + 1,
    ]);
  }
}
