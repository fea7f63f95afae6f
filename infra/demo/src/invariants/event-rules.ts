import type { SqlRule } from './sql-rule.js';

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

export const EVENT_RULES: readonly SqlRule[] = [
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
    says: 'a payment, or one given back, and its event were committed in one transaction',
    sql: ['tender', 'refund']
      .map((kind) => committedTogether(`${kind}Id`, kind, 'id', [`meal-orders.meal-order.${kind}-recorded.v1`]))
      .join(' UNION ALL '),
  },
  {
    invariant: 'I10',
    service: 'meal-orders',
    says: 'every till shift has its events, and no other has one',
    sql: pairedWithEvents(
      'shiftId',
      `SELECT 'meal-orders.till-shift.opened.v1' AS type, id FROM till_shift
       UNION ALL SELECT 'meal-orders.till-shift.closed.v1', id FROM till_shift WHERE closed_at IS NOT NULL`,
      ['meal-orders.till-shift.opened.v1', 'meal-orders.till-shift.closed.v1'],
    ),
  },
  {
    invariant: 'I10',
    service: 'day-care',
    says: 'every state of a booking has its one event, and no other booking has one',
    sql: pairedWithEvents(
      'bookingId',
      `SELECT 'day-care.booking.confirmed.v1' AS type, id FROM booking
       UNION ALL SELECT 'day-care.stay.started.v1', id FROM booking WHERE checked_in_at IS NOT NULL
       UNION ALL SELECT 'day-care.stay.completed.v1', id FROM booking WHERE state = 'completed'
       UNION ALL SELECT 'day-care.booking.cancelled.v1', id FROM booking WHERE state = 'cancelled'
       UNION ALL SELECT 'day-care.booking.no-show.v1', id FROM booking WHERE state = 'no_show'`,
      ['booking.confirmed', 'stay.started', 'stay.completed', 'booking.cancelled', 'booking.no-show'].map(
        (act) => `day-care.${act}.v1`,
      ),
    ),
  },
  {
    invariant: 'I10',
    service: 'registry',
    says: 'everybody who is known was told of once, and nobody else',
    sql: pairedWithEvents('personId', `SELECT 'registry.person.registered.v1' AS type, person_id AS id FROM person`, [
      'registry.person.registered.v1',
    ]),
  },
  {
    invariant: 'I10',
    service: 'registry',
    says: 'every fact and every fact withdrawn was told once, and no other',
    sql: pairedWithEvents(
      'factId',
      `SELECT 'registry.person.fact-recorded.v1' AS type, fact_id AS id FROM person_fact
       UNION ALL SELECT 'registry.person.fact-retracted.v1', fact_id FROM person_fact_retraction`,
      ['registry.person.fact-recorded.v1', 'registry.person.fact-retracted.v1'],
    ),
  },
  {
    invariant: 'I10',
    service: 'registry',
    says: 'a fact, or its withdrawal, and its event were committed in one transaction',
    sql: [
      committedTogether('factId', 'person_fact', 'fact_id', ['registry.person.fact-recorded.v1']),
      committedTogether('factId', 'person_fact_retraction', 'fact_id', ['registry.person.fact-retracted.v1']),
    ].join(' UNION ALL '),
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
