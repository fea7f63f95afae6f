import { STATEMENT_COLUMNS } from '../../statements/infrastructure/statement-rows.js';

/** Locked first; a subquery of a locking statement would see what was there before the lock. */
export const LOCK = `SELECT statement_id FROM statement WHERE statement_id = ANY($1::uuid[]) ORDER BY statement_id FOR UPDATE`;

/** Of each funder's parts at most one is on its way or paid; where none is, it failed. */
export const PAYABLES = `SELECT ${STATEMENT_COLUMNS},
    (SELECT coalesce(jsonb_agg(jsonb_build_object('funder', f.funder, 'amountFen', f.amount_fen)) FILTER (WHERE f.state = 'failed'),
        CASE WHEN count(*) > 0 THEN '[]'::jsonb END)
      FROM (SELECT DISTINCT ON (q.funder) q.funder, q.amount_fen, q.state FROM payment_part q WHERE q.statement_id = s.statement_id
        ORDER BY q.funder, q.state = 'failed') f) AS failed_parts,
    (SELECT p.payee_account_id FROM payee_account p WHERE p.site_id = s.site_id AND p.state = 'confirmed' AND p.valid_from <= $2::date
      ORDER BY p.valid_from DESC LIMIT 1) AS payee_account_id,
    (SELECT coalesce(jsonb_object_agg(coalesce(n.funder, ''), n.budget_item_id), '{}') FROM (
      SELECT DISTINCT ON (b.funder) b.funder, b.budget_item_id
      FROM budget_item b JOIN site i ON b.pack_id = coalesce(i.meal_pack_id, i.day_care_pack_id)
      WHERE i.site_id = s.site_id AND b.state = 'confirmed' AND b.valid_from <= $2::date
      ORDER BY b.funder, b.valid_from DESC) n) AS budget_items
  FROM statement s WHERE s.statement_id = ANY($1::uuid[])`;

export const ADD_BATCH = `INSERT INTO payment_batch (batch_id, pay_on, lines, total_fen, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)`;

export const TAKE = `SELECT q.line_id, q.part_id, q.funder, q.state AS part_state, q.bank_reference, q.result_on, q.cause,
    q.amount_fen::float8, ${STATEMENT_COLUMNS}
  FROM payment_part q JOIN payment_line l USING (line_id) JOIN statement s ON s.statement_id = q.statement_id
  WHERE l.batch_id = $1 AND q.part_id = ANY($2::uuid[]) ORDER BY q.part_id FOR UPDATE OF q, s`;

export const RECORD = `UPDATE payment_part q SET state = d.state, bank_reference = d.reference, result_on = d.result_on, cause = d.cause,
    transaction_id = d.transaction_id, recorded_by = $7, recorded_at = $8
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::uuid[])
    AS d(part_id, state, reference, result_on, cause, transaction_id) WHERE q.part_id = d.part_id`;

export const PAID_WHOLE = `SELECT s.statement_id FROM statement s WHERE s.statement_id = ANY($1::uuid[]) AND s.due_fen =
    (SELECT sum(q.amount_fen) FROM payment_part q WHERE q.statement_id = s.statement_id AND q.state = 'paid') ORDER BY 1`;

const BATCH = `b.batch_id, b.pay_on, b.lines, b.total_fen::float8, b.made_by, b.made_at, r.*
  FROM payment_batch b, LATERAL (
    SELECT count(*) FILTER (WHERE w.paid_fen = w.fen)::integer AS paid_lines, count(*) FILTER (WHERE w.failed_fen > 0)::integer AS failed_lines,
      sum(w.paid_fen)::float8 AS paid_fen, sum(w.failed_fen)::float8 AS failed_fen
    FROM (SELECT sum(q.amount_fen) AS fen, coalesce(sum(q.amount_fen) FILTER (WHERE q.state = 'paid'), 0) AS paid_fen,
        coalesce(sum(q.amount_fen) FILTER (WHERE q.state = 'failed'), 0) AS failed_fen
      FROM payment_line l JOIN payment_part q USING (line_id) WHERE l.batch_id = b.batch_id GROUP BY l.line_id) w) r`;
export const LIST = `SELECT ${BATCH}
  WHERE ($1::timestamptz IS NULL OR (b.made_at, b.batch_id) < ($1, $2::uuid)) ORDER BY b.made_at DESC, b.batch_id DESC LIMIT $3`;
export const FIND = `SELECT ${BATCH} WHERE b.batch_id = $1`;

const PARTS = (
  members: string,
): string => `(SELECT jsonb_agg(jsonb_build_object('partId', q.part_id, 'funder', q.funder, 'amountFen', q.amount_fen,
      ${members}) ORDER BY q.number) FROM payment_part q JOIN budget_item i USING (budget_item_id) WHERE q.line_id = l.line_id) AS parts`;
const PART_RESULT = `'budgetItemId', q.budget_item_id, 'state', q.state, 'bankReference', q.bank_reference, 'resultOn', q.result_on,
      'cause', q.cause`;
export const LINES = `SELECT l.line_id, l.number, l.statement_id, l.site_id, l.period, l.amount_fen::float8, l.payee_account_id,
    ${PARTS(PART_RESULT)}
  FROM payment_line l WHERE l.batch_id = $1 ORDER BY l.number`;
export const FILE = `SELECT l.line_id, l.number, l.site_id, l.period, l.amount_fen::float8, p.holder, p.account_number, p.bank_code,
    ${PARTS(`'functionCode', i.function_code, 'economyCode', i.economy_code`)}
  FROM payment_line l JOIN payee_account p USING (payee_account_id) WHERE l.batch_id = $1 ORDER BY l.number`;
