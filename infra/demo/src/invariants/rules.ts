import type { MessagingService } from './messaging-services.js';

/** A statement that answers one row per violation, in the database of one service. */
export interface SqlRule {
  readonly invariant: string;
  readonly service: MessagingService;
  readonly says: string;
  readonly sql: string;
}

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

/** The first member of that name; canonical JSON has no blanks. Reading the whole document as JSON would take seconds. */
const idIn = (member: string): string => `substr(data, strpos(data, '"${member}":"') + ${member.length + 4}, 36)`;

const typesAre = (types: readonly string[]): string => `type IN (${types.map((type) => `'${type}'`).join(', ')})`;

/** Rows (type, id) of what was done and of what was told that do not have exactly one of the other. */
function pairedWithEvents(member: string, done: string, types: readonly string[]): string {
  return `SELECT type, id FROM (SELECT type, id::text, count(*) AS n FROM (${done}) each GROUP BY type, id) done
    FULL JOIN (SELECT type, ${idIn(member)} AS id, count(*) AS n FROM outbox WHERE ${typesAre(types)} GROUP BY type, 2) told USING (type, id)
    WHERE done.n IS DISTINCT FROM told.n`;
}

/** Events whose row of an append-only table was written by another transaction, or by none; not for tables written under savepoints. */
function committedTogether(member: string, table: string, column: string, types: readonly string[]): string {
  return `SELECT o.id FROM (SELECT id, xid, ${idIn(member)} AS about FROM outbox WHERE ${typesAre(types)}) o
    LEFT JOIN ${table} t ON t.${column}::text = o.about
    WHERE t.${column} IS NULL OR t.xmin::text::bigint <> o.xid::text::bigint % 4294967296`;
}

const EVENT_RULES: readonly SqlRule[] = [
  {
    invariant: 'I10',
    service: 'benefits',
    // A no-show at day care is a fee without public money: its event is the fee.
    says: 'every state of a claim has its one event, and no other claim has one',
    sql: pairedWithEvents(
      'claimId',
      `SELECT 'benefits.claim.denied.v1' AS type, claim_id AS id FROM claim WHERE state = 'denied' AND kind <> 'absence'
       UNION ALL SELECT 'benefits.claim.held.v1', claim_id FROM claim WHERE state <> 'denied' AND kind <> 'absence'
       UNION ALL SELECT 'benefits.claim.settled.v1', claim_id FROM claim WHERE state IN ('settled', 'reversed') AND kind <> 'absence'
       UNION ALL SELECT 'benefits.claim.released.v1', claim_id FROM claim WHERE state = 'released' AND kind <> 'absence'
       UNION ALL SELECT 'benefits.claim.expired.v1', claim_id FROM claim WHERE state = 'expired' AND kind <> 'absence'
       UNION ALL SELECT 'benefits.claim.reversed.v1', claim_id FROM claim WHERE state = 'reversed' AND kind <> 'absence'`,
      ['denied', 'held', 'settled', 'released', 'expired', 'reversed'].map((state) => `benefits.claim.${state}.v1`),
    ),
  },
  {
    invariant: 'I10',
    service: 'meal-orders',
    says: 'every order, tender and refund has its one event, and no other has one',
    sql: ['tender', 'refund']
      .map((kind) =>
        pairedWithEvents(`${kind}Id`, `SELECT 'meal-orders.meal-order.${kind}-recorded.v1' AS type, id FROM ${kind}`, [
          `meal-orders.meal-order.${kind}-recorded.v1`,
        ]),
      )
      .concat(
        pairedWithEvents(
          'orderId',
          `SELECT 'meal-orders.meal-order.placed.v1' AS type, id FROM meal_order
           UNION ALL SELECT 'meal-orders.meal-order.served.v1', id FROM meal_order WHERE state IN ('served', 'returned')
           UNION ALL SELECT 'meal-orders.meal-order.returned.v1', id FROM meal_order WHERE state = 'returned'
           UNION ALL SELECT 'meal-orders.meal-order.cancelled.v1', id FROM meal_order WHERE state = 'cancelled'
           UNION ALL SELECT 'meal-orders.meal-order.no-show.v1', id FROM meal_order WHERE state = 'no_show'`,
          ['placed', 'served', 'returned', 'cancelled', 'no-show'].map((act) => `meal-orders.meal-order.${act}.v1`),
        ),
      )
      .join(' UNION ALL '),
  },
  {
    invariant: 'I10',
    service: 'meal-orders',
    says: 'a tender and its event were committed in one transaction',
    sql: committedTogether('tenderId', 'tender', 'id', ['meal-orders.meal-order.tender-recorded.v1']),
  },
  {
    invariant: 'I10',
    service: 'day-care',
    says: 'every booking has its one event, and no other has one',
    sql: pairedWithEvents('bookingId', `SELECT 'day-care.booking.confirmed.v1' AS type, id FROM booking`, [
      'day-care.booking.confirmed.v1',
    ]),
  },
  {
    invariant: 'I13',
    service: 'benefits',
    says: 'every order of an elder was decided, and its first decision only once',
    sql: `SELECT origin_id FROM claim GROUP BY origin_id HAVING count(*) FILTER (WHERE corrects_claim_id IS NULL) <> 1`,
  },
  {
    invariant: 'I17',
    service: 'day-care',
    says: 'no session has more bookings than places, and counts them right',
    sql: `SELECT s.site_id FROM session s WHERE booked > places OR booked <> (SELECT count(*) FROM booking b
            WHERE b.site_id = s.site_id AND b.service_date = s.service_date AND b.state IN ('confirmed', 'checked_in', 'completed'))`,
  },
  {
    invariant: 'I17',
    service: 'meal-orders',
    says: 'what an order shows is what was decided, under the rule version that decided it',
    sql: `SELECT id FROM meal_order WHERE person_id IS NOT NULL AND (decision_status <> 'decided' OR (pack_id IS NOT NULL) <> (rule_version IS NOT NULL))`,
  },
];

/** Of every service that listens: nothing parked, and everything that was sent was worked off. */
export const PARKED: Omit<SqlRule, 'service'> = {
  invariant: 'I15',
  says: 'nothing is parked and nothing waits',
  sql: 'SELECT id FROM parked_key',
};

export const SQL_RULES: readonly SqlRule[] = [...LEDGER_RULES, ...EVENT_RULES];

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
];
