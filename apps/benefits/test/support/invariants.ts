import type pg from 'pg';

/** A rule that must hold in every committed state, with SQL that finds what breaks it. It shares nothing with the service's code. */
interface Invariant {
  readonly name: string;
  readonly sql: string;
}

const INVARIANTS: readonly Invariant[] = [
  {
    name: 'I1 every ledger transaction sums to zero and has known accounts',
    sql: `WITH sides AS (
        SELECT transaction_id, to_account AS account_id, amount_fen AS fen FROM ledger_posting
        UNION ALL SELECT transaction_id, from_account, -amount_fen FROM ledger_posting)
      SELECT s.transaction_id::text AS broken FROM sides s LEFT JOIN ledger_account a USING (account_id)
      GROUP BY 1 HAVING sum(s.fen) <> 0 OR bool_or(a.account_id IS NULL)
      UNION ALL SELECT p.transaction_id::text FROM ledger_posting p
        WHERE NOT EXISTS (SELECT FROM ledger_transaction t WHERE t.transaction_id = p.transaction_id)`,
  },
  {
    name: 'I1 a movement moves exactly what its claim needs',
    sql: `SELECT t.transaction_id::text AS broken FROM ledger_transaction t JOIN claim c USING (claim_id)
      LEFT JOIN ledger_posting p USING (transaction_id)
      GROUP BY t.transaction_id, t.kind, c.need_fen
      HAVING coalesce(sum(p.amount_fen), 0) <> c.need_fen * CASE WHEN t.kind IN ('settle', 'reverse') THEN 2 ELSE 1 END`,
  },
  {
    name: 'I2 the sums per account and day equal the postings',
    sql: `WITH posted AS (
        SELECT account_id, (posted_at AT TIME ZONE 'Asia/Shanghai')::date AS day, sum(in_fen) AS in_fen, sum(out_fen) AS out_fen FROM (
          SELECT to_account AS account_id, posted_at, amount_fen AS in_fen, 0 AS out_fen FROM ledger_posting
          UNION ALL SELECT from_account, posted_at, 0, amount_fen FROM ledger_posting) s GROUP BY 1, 2),
      kept AS (SELECT account_id, posted_on AS day, sum(in_fen) AS in_fen, sum(out_fen) AS out_fen FROM ledger_account_day GROUP BY 1, 2)
      SELECT coalesce(p.account_id, k.account_id)::text AS broken FROM posted p FULL JOIN kept k USING (account_id, day)
      WHERE (p.in_fen, p.out_fen) IS DISTINCT FROM (k.in_fen, k.out_fen)`,
  },
  {
    name: 'I3 the app role can only add to the ledger and to decisions',
    sql: `SELECT table_name || ' ' || privilege_type AS broken FROM information_schema.role_table_grants
      WHERE grantee = 'benefits_app' AND table_name IN ('ledger_transaction', 'ledger_posting', 'claim_decision')
        AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
      UNION ALL SELECT t.name FROM unnest(ARRAY['ledger_transaction', 'ledger_posting', 'claim_decision']) AS t(name)
        WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.name::regclass AND g.tgname = 'append_only' AND g.tgenabled = 'O')`,
  },
  {
    name: 'I4 what was granted is available, held or spent: budgets, claims and ledger agree',
    sql: `WITH money AS (
        SELECT budget_id, sum(need_fen) FILTER (WHERE state = 'held') AS held, sum(need_fen) FILTER (WHERE state = 'settled') AS spent
        FROM claim WHERE budget_id IS NOT NULL GROUP BY 1)
      SELECT b.budget_id::text AS broken FROM budget b LEFT JOIN money m USING (budget_id)
      WHERE b.held_fen <> coalesce(m.held, 0) OR b.spent_fen <> coalesce(m.spent, 0)
      UNION ALL
      SELECT 'ledger ' || a.kind FROM ledger_account a JOIN ledger_account_day d USING (account_id)
      WHERE a.kind IN ('held', 'spent', 'payable') GROUP BY a.kind
      HAVING sum(d.in_fen - d.out_fen) <> (SELECT coalesce(sum(need_fen), 0) FROM claim
        WHERE state = CASE a.kind WHEN 'held' THEN 'held' ELSE 'settled' END AND kind <> 'absence')
      UNION ALL
      SELECT 'granted' FROM ledger_account a JOIN ledger_account_day d USING (account_id)
      WHERE a.kind = 'granted' HAVING coalesce(sum(d.out_fen - d.in_fen), 0) <> (SELECT coalesce(sum(amount_fen), 0) FROM budget)`,
  },
  {
    name: 'I5 no budget is overdrawn and nobody is over the monthly cap of Shenbei',
    sql: `SELECT budget_id::text AS broken FROM budget WHERE held_fen < 0 OR spent_fen < 0 OR held_fen + spent_fen > amount_fen
      UNION ALL
      SELECT person_id::text FROM claim WHERE state IN ('held', 'settled') AND pack_id = 'cn-shenyang-shenbei'
      GROUP BY person_id, date_trunc('month', service_date) HAVING sum(subsidy_fen) > 9000`,
  },
  {
    name: 'I5 one live claim per person, date and meal, also against days of care with lunch',
    sql: `SELECT person_id::text AS broken FROM claim WHERE slot IS NOT NULL
      GROUP BY person_id, service_date, slot HAVING count(*) > 1
      UNION ALL SELECT claim_id::text FROM claim WHERE kind = 'meal' AND state IN ('held', 'settled') AND slot IS DISTINCT FROM meal_period`,
  },
  {
    name: 'I6 every hold ends at most once, and exactly as its claim says',
    sql: `SELECT c.claim_id::text AS broken FROM claim c LEFT JOIN ledger_transaction t USING (claim_id) WHERE c.kind <> 'absence'
      GROUP BY c.claim_id, c.state
      HAVING string_agg(t.kind, ',' ORDER BY t.phase) IS DISTINCT FROM CASE c.state
        WHEN 'denied' THEN NULL WHEN 'held' THEN 'hold' WHEN 'settled' THEN 'hold,settle' WHEN 'released' THEN 'hold,release'
        WHEN 'expired' THEN 'hold,expire' WHEN 'reversed' THEN 'hold,settle,reverse' END`,
  },
  {
    name: 'I8 one live claim per order or booking, and it is the latest',
    sql: `SELECT origin_id::text AS broken FROM claim WHERE state IN ('held', 'settled') GROUP BY 1 HAVING count(*) > 1
      UNION ALL SELECT c.claim_id::text FROM claim c JOIN claim_origin o USING (origin_id)
        WHERE c.state IN ('held', 'settled') AND o.latest_claim_id <> c.claim_id
      UNION ALL SELECT origin_id::text FROM claim_origin o WHERE NOT EXISTS (SELECT FROM claim c WHERE c.claim_id = o.latest_claim_id)`,
  },
  {
    name: 'I9 decisions of a person are numbered 1, 2, 3 and so on',
    sql: `SELECT p.person_id::text AS broken FROM person p LEFT JOIN claim c USING (person_id) GROUP BY p.person_id, p.decision_number
      HAVING count(c.claim_id) <> p.decision_number OR coalesce(max(c.decision_number), 0) <> p.decision_number`,
  },
  {
    name: 'every claim has its evidence and every correction its predecessor',
    sql: `SELECT c.claim_id::text AS broken FROM claim c LEFT JOIN claim_decision d USING (claim_id) WHERE d.claim_id IS NULL
      UNION ALL SELECT c.claim_id::text FROM claim c WHERE c.corrects_claim_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM claim b WHERE b.claim_id = c.corrects_claim_id AND b.origin_id = c.origin_id AND b.state NOT IN ('held', 'settled'))`,
  },
];

/** Everything that is broken, as `invariant: what`; empty when all is well. */
export async function brokenInvariants(client: Pick<pg.Client, 'query'>): Promise<string[]> {
  const found: string[] = [];
  for (const { name, sql } of INVARIANTS) {
    const { rows } = await client.query<{ broken: string }>(sql);
    found.push(...rows.map((row) => `${name}: ${row.broken}`));
  }
  return found;
}
