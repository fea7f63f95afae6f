import type { SqlRule } from './sql-rule.js';

/** Payments of one kind ("tender", "refund") by what they belong to. */
const sumBy = (column: string, table: string, filter = 'true'): string =>
  `(SELECT ${column}, sum(amount_fen) AS fen FROM ${table} WHERE ${filter} GROUP BY ${column})`;

/** What the diners paid, from the side of the orders and from that of the tills. */
export const TILL_RULES: readonly SqlRule[] = [
  {
    invariant: 'I2',
    service: 'meal-orders',
    says: 'what was paid for an order, and given back, is the sum of its payments',
    sql: `SELECT o.id FROM meal_order o
            LEFT JOIN ${sumBy('order_id', 'tender')} paid ON paid.order_id = o.id
            LEFT JOIN ${sumBy('order_id', 'refund')} back ON back.order_id = o.id
          WHERE (o.paid_fen, o.refunded_fen) IS DISTINCT FROM (coalesce(paid.fen, 0), coalesce(back.fen, 0))`,
  },
  {
    invariant: 'I2',
    service: 'meal-orders',
    says: 'a closed shift expects its float, and the cash that came in less what went out',
    sql: `SELECT s.id FROM till_shift s
            LEFT JOIN ${sumBy('shift_id', 'tender', "means = 'cash'")} paid ON paid.shift_id = s.id
            LEFT JOIN ${sumBy('shift_id', 'refund', "means = 'cash'")} back ON back.shift_id = s.id
          WHERE s.closed_at IS NOT NULL
            AND s.expected_cash_fen <> s.opening_float_fen + coalesce(paid.fen, 0) - coalesce(back.fen, 0)`,
  },
  {
    invariant: 'I2',
    service: 'meal-orders',
    says: 'a payment in a shift was taken at its till, for an order of its canteen, while it was open',
    sql: ['tender', 'refund']
      .map(
        (
          payment,
        ) => `SELECT p.id FROM ${payment} p JOIN meal_order o ON o.id = p.order_id LEFT JOIN till_shift s ON s.id = p.shift_id
          WHERE p.shift_id IS NOT NULL AND (s.id IS NULL OR s.site_id <> o.site_id OR s.till_id <> p.till_id
            OR p.recorded_at < s.opened_at OR p.recorded_at > s.closed_at)`,
      )
      .join(' UNION ALL '),
  },
];
