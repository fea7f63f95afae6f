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
      LEFT JOIN ledger_posting p USING (transaction_id) WHERE t.kind NOT IN ('difference', 'undo_difference')
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
        SELECT budget_id, sum(budget_need_fen) FILTER (WHERE state = 'held') AS held,
          sum(budget_need_fen) FILTER (WHERE state = 'settled' OR reversed_in_year IS NOT NULL) AS spent,
          sum(reserve_fen) FILTER (WHERE state IN ('held', 'settled') OR reversed_in_year IS NOT NULL) AS reserve
        FROM claim WHERE budget_id IS NOT NULL GROUP BY 1),
      -- What came back after its year was closed stays spent in that year.
      losses AS (SELECT t.budget_id, sum(p.amount_fen) AS spent FROM ledger_transaction t JOIN ledger_posting p USING (transaction_id)
        WHERE t.kind = 'difference' AND t.budget_id IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_transaction u
          WHERE u.claim_id = t.claim_id AND u.kind = 'undo_difference' AND u.budget_id = t.budget_id) GROUP BY 1),
      expected AS (
        SELECT a.kind, coalesce(sum(c.need_fen) FILTER (WHERE CASE a.kind WHEN 'held' THEN c.state = 'held'
            WHEN 'spent' THEN c.state = 'settled' OR c.reversed_in_year IS NOT NULL ELSE c.state = 'settled' END), 0)
          + CASE a.kind WHEN 'payable' THEN coalesce(sum((c.difference->>'fen')::bigint) FILTER (
              WHERE (c.difference->>'fen')::bigint < 0 OR c.difference->>'bearer' <> 'operator'), 0) ELSE 0 END AS fen
        FROM claim c CROSS JOIN (VALUES ('held'), ('spent'), ('payable')) AS a(kind) WHERE c.kind <> 'absence' GROUP BY a.kind),
      opened AS (SELECT coalesce(sum(opening_fen), 0) AS fen FROM budget)
      SELECT b.budget_id::text AS broken FROM budget b LEFT JOIN money m USING (budget_id) LEFT JOIN losses l USING (budget_id)
      WHERE b.held_fen <> coalesce(m.held, 0) OR b.spent_fen <> coalesce(m.spent, 0) + coalesce(l.spent, 0) + b.opening_fen
        OR b.reserve_used_fen <> coalesce(m.reserve, 0)
      UNION ALL
      SELECT 'ledger ' || e.kind FROM expected e LEFT JOIN ledger_account a ON a.kind = e.kind AND a.code !~ '^person:'
      LEFT JOIN ledger_account_day d USING (account_id) GROUP BY e.kind, e.fen HAVING coalesce(sum(d.in_fen - d.out_fen), 0)
        <> e.fen + CASE e.kind WHEN 'spent' THEN (SELECT fen FROM opened) ELSE 0 END
      UNION ALL
      SELECT 'granted' FROM ledger_account a JOIN ledger_account_day d USING (account_id)
      WHERE a.kind = 'granted' HAVING coalesce(sum(d.out_fen - d.in_fen), 0) <> (SELECT coalesce(sum(amount_fen), 0) FROM budget)`,
  },
  {
    name: 'I5 no budget is overdrawn and nobody is over the monthly cap of Shenbei',
    sql: `SELECT budget_id::text AS broken FROM budget WHERE held_fen < 0 OR spent_fen < 0 OR held_fen + spent_fen > amount_fen + prior_fen
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
        AND NOT EXISTS (SELECT FROM claim_origin o WHERE o.origin_id = c.origin_id AND o.is_opening)
      GROUP BY c.claim_id, c.state
      HAVING string_agg(t.kind, ',' ORDER BY t.phase) FILTER (WHERE t.phase <= 3) IS DISTINCT FROM CASE c.state
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
    name: 'allowances have left what was issued less what lapsed and what live claims drew',
    sql: `WITH draws AS (
        SELECT (d->>'lotId')::uuid AS allowance_id, (d->>'fen')::bigint AS fen FROM claim c, jsonb_array_elements(c.lot_draws) d
          WHERE c.state IN ('held', 'settled')
        UNION ALL SELECT (voucher_draw->>'voucherId')::uuid, (voucher_draw->>'fen')::bigint FROM claim
          WHERE state IN ('held', 'settled') AND voucher_draw IS NOT NULL)
      SELECT a.allowance_id::text AS broken FROM allowance a LEFT JOIN draws d USING (allowance_id) WHERE a.issuer = 'own'
      GROUP BY a.allowance_id HAVING a.left_fen <> a.amount_fen - a.lapsed_fen - coalesce(sum(d.fen), 0)
      UNION ALL SELECT 'unknown allowance ' || d.allowance_id FROM draws d LEFT JOIN allowance a USING (allowance_id)
        WHERE a.allowance_id IS NULL AND d.fen > 0`,
  },
  {
    name: 'a difference stands only with its claim, and once in the ledger',
    sql: `SELECT c.claim_id::text AS broken FROM claim c
        LEFT JOIN ledger_transaction made ON made.claim_id = c.claim_id AND made.phase = 4
        LEFT JOIN ledger_transaction undone ON undone.claim_id = c.claim_id AND undone.phase = 5
      WHERE (c.difference IS NOT NULL) <> (made.claim_id IS NOT NULL AND undone.claim_id IS NULL)
        OR (c.difference IS NOT NULL AND c.state NOT IN ('settled', 'denied'))
      UNION ALL SELECT r.correction_id::text FROM correction r LEFT JOIN claim c ON c.claim_id = r.after_claim_id
        WHERE c.corrects_claim_id IS DISTINCT FROM r.before_claim_id`,
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
