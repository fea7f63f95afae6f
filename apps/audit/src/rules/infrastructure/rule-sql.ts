import type { RuleQuestion } from '../application/rule-query.port.js';

/**
 * What the query of a rule may name: `event` (facts in the range, below the snapshot), `live_claim` (settled and never reversed) and
 * `absence`; and everything else that is in the database, since the transaction can only read.
 */
const PREAMBLE = `
  WITH event AS NOT MATERIALIZED (
    SELECT * FROM event_fact WHERE journal_index < :snapshot AND at >= :from AND at < :to
  ), live_claim AS NOT MATERIALIZED (
    SELECT * FROM event AS settled WHERE type = 'benefits.claim.settled.v1' AND NOT EXISTS (
      SELECT FROM event_fact AS reversed WHERE reversed.type = 'benefits.claim.reversed.v1'
        AND reversed.claim_id = settled.claim_id AND reversed.journal_index < :snapshot)
  ), absence AS (
    SELECT * FROM unnest(:absent_person, :absent_kind, :absent_from, :absent_to, :absent_event)
      AS given (person_id, kind, from_date, to_date, event_id)
  )`;

const COLUMNS = `key::text, site_id::text AS "siteId", person_id::uuid AS "personId", amount_fen::bigint AS "amountFen",
  detail::jsonb, (evidence::uuid[])[1:50] AS evidence`;

/** A colon and a name, but neither a cast nor part of a time. */
const PLACE = /(?<![:\w]):([a-z][a-z0-9_]*)/g;

/** The query of a rule as one SELECT with numbered parameters. In parentheses, nothing but a SELECT is SQL. */
export function ruleSql(question: RuleQuestion): { text: string; values: unknown[] } {
  const { rule, limit } = question;
  const known = valuesOf(question);
  const values: unknown[] = [];
  const numbers = new Map<string, string>();
  const text = `${PREAMBLE} SELECT ${COLUMNS} FROM (\n${rule.query}\n) AS hit WHERE key IS NOT NULL ORDER BY key::text COLLATE "C" LIMIT ${limit}`;
  const numbered = text.replace(PLACE, (whole, name: string) => {
    const given = known.get(name);
    if (!given) return whole;
    if (!numbers.has(name)) numbers.set(name, `$${values.push(given.value)}::${given.type}`);
    return numbers.get(name) as string;
  });
  return { text: numbered, values };
}

function valuesOf({
  parameters,
  from,
  to,
  snapshot,
  absences,
}: RuleQuestion): Map<string, { value: unknown; type: string }> {
  return new Map<string, { value: unknown; type: string }>([
    ...Object.entries(parameters).map(([name, value]) => [name, { value, type: 'integer' }] as const),
    ['snapshot', { value: snapshot.toString(), type: 'bigint' }],
    ['from', { value: from.toISOString(), type: 'timestamptz' }],
    ['to', { value: to.toISOString(), type: 'timestamptz' }],
    ['absent_person', { value: absences.map(({ personId }) => personId), type: 'uuid[]' }],
    ['absent_kind', { value: absences.map(({ kind }) => kind), type: 'text[]' }],
    ['absent_from', { value: absences.map((absence) => absence.from), type: 'date[]' }],
    ['absent_to', { value: absences.map((absence) => absence.to), type: 'date[]' }],
    ['absent_event', { value: absences.map(({ eventId }) => eventId), type: 'uuid[]' }],
  ]);
}
