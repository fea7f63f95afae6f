import { EVENT_RULES } from './event-rules.js';
import type { SqlRule } from './sql-rule.js';
import { TILL_RULES } from './till-rules.js';

export type { SqlRule } from './sql-rule.js';

const LEDGER_RULES: readonly SqlRule[] = [
  {
    invariant: 'I1',
    service: 'benefits',
    says: 'all that left accounts came into others',
    sql: `SELECT 1 FROM (SELECT sum(in_fen) AS into_accounts, sum(out_fen) AS out_of_accounts FROM ledger_account_day) t
          WHERE into_accounts IS DISTINCT FROM out_of_accounts`,
  },
  {
    invariant: 'I2',
    service: 'benefits',
    says: "an account's daily sums are the sums of its postings",
    sql: `WITH moved AS (
            SELECT account_id, sum(in_fen) AS in_fen, sum(out_fen) AS out_fen FROM (
              SELECT to_account AS account_id, amount_fen AS in_fen, 0 AS out_fen FROM ledger_posting
              UNION ALL SELECT from_account, 0, amount_fen FROM ledger_posting) p GROUP BY account_id),
          kept AS (SELECT account_id, sum(in_fen) AS in_fen, sum(out_fen) AS out_fen FROM ledger_account_day GROUP BY account_id)
          SELECT account_id FROM moved FULL JOIN kept USING (account_id)
          WHERE (moved.in_fen, moved.out_fen) IS DISTINCT FROM (kept.in_fen, kept.out_fen)`,
  },
  {
    invariant: 'I4',
    service: 'benefits',
    says: 'what a budget holds and has spent is what its claims need',
    sql: `SELECT b.budget_id FROM budget b LEFT JOIN (
            SELECT budget_id, coalesce(sum(budget_need_fen) FILTER (WHERE state = 'held'), 0) AS held,
              coalesce(sum(budget_need_fen) FILTER (WHERE state = 'settled' OR reversed_in_year IS NOT NULL), 0) AS spent
            FROM claim GROUP BY budget_id) c USING (budget_id)
          WHERE b.purpose = 'claims' AND ( b.held_fen <> coalesce(c.held, 0) OR b.spent_fen <> coalesce(c.spent, 0))`,
  },
  {
    invariant: 'I5',
    service: 'benefits',
    says: 'no budget is overdrawn',
    sql: 'SELECT budget_id FROM budget WHERE held_fen + spent_fen > amount_fen + prior_fen OR held_fen < 0 OR spent_fen < 0',
  },
  {
    invariant: 'I6',
    service: 'benefits',
    says: 'a hold ends once, as its claim says',
    sql: `SELECT c.claim_id FROM claim c LEFT JOIN ledger_transaction t ON t.claim_id = c.claim_id AND t.phase = 2
          WHERE c.need_fen > 0 AND (c.state = 'held') <> (t.claim_id IS NULL)
             OR c.need_fen > 0 AND t.kind IS DISTINCT FROM (CASE c.state WHEN 'settled' THEN 'settle' WHEN 'reversed' THEN 'settle'
                  WHEN 'released' THEN 'release' WHEN 'expired' THEN 'expire' END)`,
  },
  {
    invariant: 'I8',
    service: 'benefits',
    says: 'an order has at most one live claim, an elder one per meal',
    sql: `SELECT origin_id::text FROM claim WHERE state IN ('held', 'settled') GROUP BY origin_id HAVING count(*) > 1
          UNION ALL SELECT person_id::text FROM claim WHERE slot IS NOT NULL GROUP BY person_id, service_date, slot HAVING count(*) > 1`,
  },
  {
    invariant: 'I5',
    service: 'benefits',
    says: 'wallet lots and vouchers have left what was issued less what lapsed and what live claims drew',
    sql: `WITH draws AS (
            SELECT (d->>'lotId')::uuid AS allowance_id, (d->>'fen')::bigint AS fen FROM claim, jsonb_array_elements(lot_draws) d
              WHERE state IN ('held', 'settled')
            UNION ALL SELECT (voucher_draw->>'voucherId')::uuid, (voucher_draw->>'fen')::bigint FROM claim
              WHERE state IN ('held', 'settled') AND voucher_draw IS NOT NULL)
          SELECT allowance_id FROM allowance a LEFT JOIN draws d USING (allowance_id) WHERE a.issuer = 'own'
          GROUP BY a.allowance_id HAVING a.left_fen <> a.amount_fen - a.lapsed_fen - coalesce(sum(d.fen), 0)`,
  },
  {
    invariant: 'I9',
    service: 'benefits',
    says: 'decisions about one elder are numbered one after the other, in order of time',
    sql: `SELECT person_id FROM (
            SELECT person_id, decision_number, row_number() OVER w AS place, decided_at, lag(decided_at) OVER w AS before
            FROM claim WINDOW w AS (PARTITION BY person_id ORDER BY decision_number)) c
          WHERE decision_number < place OR decided_at < before`,
  },
];

/** Of every service that listens: nothing parked, and everything that was sent was worked off. */
export const PARKED: Omit<SqlRule, 'service'> = {
  invariant: 'I15',
  says: 'nothing is parked and nothing waits',
  sql: 'SELECT id FROM parked_key',
};

const AUDIT_RULES: readonly SqlRule[] = [
  {
    invariant: 'I20',
    service: 'audit',
    says: 'the patrol has found no altered record',
    sql: 'SELECT journal_index, faults FROM altered_record',
  },
];

export const SQL_RULES: readonly SqlRule[] = [...LEDGER_RULES, ...EVENT_RULES, ...TILL_RULES, ...AUDIT_RULES];

/** Tables that the role of the service may add to and never change (I3). */
export const IMMUTABLE: readonly { service: SqlRule['service']; table: string; column: string }[] = [
  { service: 'benefits', table: 'ledger_posting', column: 'amount_fen' },
  { service: 'benefits', table: 'ledger_transaction', column: 'cause' },
  { service: 'benefits', table: 'claim_decision', column: 'pack_hash' },
  { service: 'benefits', table: 'correction', column: 'why' },
  { service: 'benefits', table: 'outbox', column: 'data' },
  { service: 'meal-orders', table: 'tender', column: 'amount_fen' },
  { service: 'meal-orders', table: 'refund', column: 'amount_fen' },
  { service: 'meal-orders', table: 'outbox', column: 'data' },
  { service: 'audit', table: 'journal', column: 'bytes' },
  { service: 'audit', table: 'look_up', column: 'actor' },
  { service: 'audit', table: 'paper_entry', column: 'text' },
];
