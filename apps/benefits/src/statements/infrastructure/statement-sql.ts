/**
 * Postings of an operator's account above the floor, as the operator sees them: positive is owed to it. Payments are the other side
 * of a statement and never on one. `$1` is the account's code, `$2` the site.
 */
export const UNLISTED = `account AS (SELECT account_id FROM ledger_account WHERE code = $1),
  floor AS (SELECT coalesce((SELECT posting_id FROM statement_floor WHERE site_id = $2), 0) AS posting_id),
  posted AS (
    SELECT p.posting_id, p.transaction_id, p.amount_fen AS fen, p.from_account AS counter, p.posted_at
    FROM ledger_posting p, account a, floor f WHERE p.to_account = a.account_id AND p.posting_id > f.posting_id
    UNION ALL
    SELECT p.posting_id, p.transaction_id, -p.amount_fen, p.to_account, p.posted_at
    FROM ledger_posting p, account a, floor f WHERE p.from_account = a.account_id AND p.posting_id > f.posting_id),
  unlisted AS (
    SELECT p.*, t.kind, t.claim_id, coalesce(t.service_date, (p.posted_at AT TIME ZONE 'Asia/Shanghai')::date) AS service_on
    FROM posted p JOIN ledger_transaction t USING (transaction_id)
    WHERE t.kind <> 'pay' AND NOT EXISTS (SELECT FROM statement_line l WHERE l.posting_id = p.posting_id))`;

/**
 * `$3` statement, `$4` its first day, `$5` the cut. What belongs to an earlier period is an adjustment of the statement that the claim,
 * or the claim that it replaces, was on, else of the one of its service date, where there was one.
 */
export const TAKE_LINES = `WITH ${UNLISTED},
  linked AS (
    SELECT u.*, coalesce(
      (SELECT l.statement_id FROM statement_line l WHERE l.claim_id = u.claim_id ORDER BY l.posting_id DESC LIMIT 1),
      (SELECT l.statement_id FROM claim c JOIN statement_line l ON l.claim_id = c.corrects_claim_id
       WHERE c.claim_id = u.claim_id ORDER BY l.posting_id DESC LIMIT 1),
      CASE WHEN u.service_on < $4::date THEN (SELECT s.statement_id FROM statement s WHERE s.site_id = $2 AND s.state <> 'discarded'
        AND u.service_on BETWEEN s.first_on AND s.last_on) END) AS adjusts
    FROM unlisted u WHERE u.posted_at < $5::timestamptz),
  sorted AS (
    SELECT l.*, CASE WHEN kind = 'grant' THEN 'grant' WHEN adjusts IS NOT NULL OR service_on < $4::date THEN 'adjustment' ELSE 'claim' END
      AS category FROM linked l)
  INSERT INTO statement_line (posting_id, statement_id, transaction_id, kind, category, amount_fen, counter_account, claim_id, service_on,
    posted_at, adjusts_statement_id)
  SELECT posting_id, $3, transaction_id, kind, category, fen, counter, claim_id, service_on, posted_at,
    CASE WHEN category = 'adjustment' THEN adjusts END
  FROM sorted`;

/** Amounts that were overpaid and that no later statement has taken over; this one does. `$1` site, `$2` statement. */
export const TAKE_OVER = `UPDATE statement SET carried_to_statement_id = $2, version = version + 1
  WHERE site_id = $1 AND state = 'carried' AND due_fen < 0 AND carried_to_statement_id IS NULL RETURNING due_fen::float8 AS fen`;

/** Gives them back, for a draft that is thrown away. */
export const GIVE_BACK = `UPDATE statement SET carried_to_statement_id = NULL, version = version + 1
  WHERE carried_to_statement_id = $1`;

/** The parts of what was settled, each claim once; all its postings of one transaction stand or fall together. */
export const SUM_UP = `WITH mine AS (SELECT * FROM statement_line WHERE statement_id = $1),
  moved AS (SELECT DISTINCT transaction_id, kind, claim_id FROM mine WHERE category = 'claim' AND kind IN ('settle', 'reverse')),
  parts AS (SELECT sum(s.sign * c.subsidy_fen) AS subsidy, sum(s.sign * c.delivery_fen) AS delivery, sum(s.sign * c.operator_fen) AS operator
    FROM moved m JOIN claim c USING (claim_id), LATERAL (SELECT CASE m.kind WHEN 'settle' THEN 1 ELSE -1 END AS sign) s),
  served AS (SELECT count(*) AS count, sum(c.discount_fen) AS discount FROM claim c JOIN claim_origin o ON o.latest_claim_id = c.claim_id
    WHERE c.site_id = $2 AND c.service_date BETWEEN $3 AND $4 AND c.state IN ('settled', 'denied') AND o.fulfilment = 'served'),
  sources AS (SELECT CASE split_part(a.code, ':', 1) WHEN 'person' THEN 'person'
      ELSE split_part(a.code, ':', 1) || ':' || split_part(a.code, ':', 2) END AS source, sum(m.amount_fen) AS fen
    FROM mine m JOIN ledger_account a ON a.account_id = m.counter_account GROUP BY 1)
  SELECT (SELECT count(*)::integer FROM mine) AS lines, (SELECT coalesce(sum(amount_fen), 0)::float8 FROM mine) AS fen,
    jsonb_build_object('served', served.count, 'discountFen', coalesce(served.discount, 0), 'subsidyFen', coalesce(parts.subsidy, 0),
      'deliveryFen', coalesce(parts.delivery, 0), 'operatorFen', coalesce(parts.operator, 0),
      'differenceFen', (SELECT coalesce(sum(amount_fen), 0) FROM mine WHERE category = 'claim' AND kind NOT IN ('settle', 'reverse')),
      'grantFen', (SELECT coalesce(sum(amount_fen), 0) FROM mine WHERE category = 'grant'),
      'adjustmentFen', (SELECT coalesce(sum(amount_fen), 0) FROM mine WHERE category = 'adjustment'),
      'sources', (SELECT coalesce(jsonb_agg(jsonb_build_object('source', source, 'fen', fen) ORDER BY source), '[]') FROM sources)) AS breakdown
  FROM parts, served`;

/**
 * Raises the floor to just below the first posting that is on no approved statement. Younger ones than an hour are left above: a
 * transaction lasts a minute at most, so nothing can still appear below an older one.
 */
export const RAISE_FLOOR = `WITH account AS (SELECT account_id FROM ledger_account WHERE code = $1),
  floor AS (SELECT coalesce((SELECT posting_id FROM statement_floor WHERE site_id = $2), 0) AS posting_id),
  posted AS (
    SELECT p.posting_id, p.transaction_id, p.posted_at FROM ledger_posting p, account a, floor f
    WHERE a.account_id IN (p.to_account, p.from_account) AND p.posting_id > f.posting_id),
  bounded AS (
    SELECT p.posting_id, p.posted_at >= now() - interval '1 hour' OR (t.kind <> 'pay' AND NOT EXISTS (
      SELECT FROM statement_line l JOIN statement s USING (statement_id)
      WHERE l.posting_id = p.posting_id AND s.state IN ('approved', 'paid', 'carried'))) AS stays_above
    FROM posted p JOIN ledger_transaction t USING (transaction_id))
  INSERT INTO statement_floor AS f (site_id, posting_id)
  SELECT $2, coalesce((SELECT min(posting_id) - 1 FROM bounded WHERE stays_above), (SELECT max(posting_id) FROM bounded),
    (SELECT posting_id FROM floor))
  ON CONFLICT (site_id) DO UPDATE SET posting_id = greatest(f.posting_id, excluded.posting_id)`;
