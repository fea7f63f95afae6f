import type pg from 'pg';

const STATE = `SELECT name, digest FROM (
  SELECT 'claim' AS name, md5(string_agg(c::text, '|' ORDER BY claim_id)) AS digest FROM claim c
  UNION ALL SELECT 'origin', md5(string_agg(o::text, '|' ORDER BY origin_id)) FROM claim_origin o
  UNION ALL SELECT 'person', md5(string_agg(p::text, '|' ORDER BY person_id)) FROM person p
  UNION ALL SELECT 'fact', md5(string_agg(f::text, '|' ORDER BY fact_id)) FROM person_fact f
  UNION ALL SELECT 'budget', md5(string_agg(b::text, '|' ORDER BY budget_id)) FROM budget b
  UNION ALL SELECT 'posting', md5(string_agg(l::text, '|' ORDER BY posting_id)) FROM ledger_posting l
  UNION ALL SELECT 'sums', md5(string_agg(d::text, '|' ORDER BY account_id, posted_on, stripe)) FROM ledger_account_day d
  UNION ALL SELECT 'outbox', count(*)::text FROM outbox) s`;

/** One digest per table of everything that a replay could change. */
export async function stateOf(owner: pg.Client): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ name: string; digest: string }>(STATE);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** What has been read: `topic/partition source sequence`. */
export async function positionsOf(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ place: string }>(
    `SELECT topic || '/' || partition || ' ' || source || ' ' || sequence AS place FROM consumer_position ORDER BY 1`,
  );
  return rows.map((row) => row.place);
}
