import { addDays, shanghaiDate } from '@doorstep/kernel';
import type pg from 'pg';
import { PACK, SITE } from './city-events.js';

/** Days over which a history spreads, whatever its size: a larger one is a larger city. */
const DAYS = 400;
/** Claims of each of the people who are measured: the same in every history. */
export const OWN_CLAIMS = 10;
/** Money of every settled claim, from both funders. */
const FEN = 300;
const HISTORY_TABLES = ['claim', 'claim_origin', 'ledger_transaction', 'ledger_posting'];

export interface HistoryWish {
  readonly claims: number;
  /** Those who are measured; the first claims are theirs. */
  readonly people: readonly string[];
  readonly budgetId: string;
}

/** Settled lunches as the service would have left them, written by the server itself; the newest is of yesterday. */
export async function fillClaims(owner: pg.Pool, { claims, people, budgetId }: HistoryWish): Promise<void> {
  if (claims < people.length * OWN_CLAIMS)
    throw new RangeError('the people who are measured have more claims than that');
  const before = addDays(shanghaiDate(new Date()), -1);
  await withoutIndexes(owner, HISTORY_TABLES, async () => {
    await owner.query(BEGINNINGS, [claims, before, [...people]]);
    await owner.query(CLAIMS, [SITE, PACK, budgetId]);
    await owner.query(ORIGINS);
    await owner.query(TRANSACTIONS, [budgetId]);
    await owner.query(POSTINGS);
    await owner.query(DAY_SUMS);
    await owner.query('DROP TABLE bench_history');
  });
  await owner.query('VACUUM ANALYZE');
}

/** Ids rise like those of the service, so that their indexes grow on the right only. */
const id = (kind: string): string => `('01900000-000${kind}-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

const BEGINNINGS = `CREATE UNLOGGED TABLE bench_history AS
  SELECT n, ${id('1')} AS claim_id, ${id('2')} AS origin_id,
    CASE WHEN n <= cardinality($3::uuid[]) * ${OWN_CLAIMS} THEN ($3::uuid[])[(n - 1) / ${OWN_CLAIMS} + 1]
      ELSE md5('person' || (n / ${DAYS}))::uuid END AS person_id,
    $2::date - (CASE WHEN n <= cardinality($3::uuid[]) * ${OWN_CLAIMS} THEN n % ${OWN_CLAIMS} ELSE n % ${DAYS} END)::integer AS day
  FROM generate_series(1, $1::integer) AS n`;
const CLAIMS = `INSERT INTO claim (claim_id, origin_id, kind, person_id, site_id, service_date, meal_period, state, slot, outcome, reason,
    pack_id, rule_version, gross_fen, discount_fen, subsidy_fen, delivery_fen, operator_fen, self_pay_fen, fee_fen, need_fen,
    budget_need_fen, reserve_fen, shares, flags, budget_id, book_year, decision_number, hold_until, decided_at, changed_at)
  SELECT claim_id, origin_id, 'meal', person_id, $1, day, 'lunch', 'settled', 'lunch', 'approve', 'OK', $2, '1', 1000, 0, ${FEN}, 0, 0,
    1000 - ${FEN}, 0, ${FEN}, ${FEN}, 0, '[{"funder":"city","fen":150},{"funder":"district","fen":150}]', '{}', $3::uuid,
    extract(year FROM day), 1, day + interval '7 days', day + interval '12 hours', day + interval '13 hours' FROM bench_history`;
const ORIGINS = `INSERT INTO claim_origin (origin_id, kind, person_id, site_id, service_date, meal_period, asked, fulfilment,
    first_decision_number, receipt_fen, latest_claim_id)
  SELECT origin_id, 'meal_order', person_id, '${SITE}', day, 'lunch',
    '{"kind":"meal","priceFen":1000,"menu":"set","channel":"dine_in","deliveryFeeFen":0}', 'served', 1, 1000 - ${FEN}, claim_id FROM bench_history`;
const TRANSACTIONS = `INSERT INTO ledger_transaction (transaction_id, kind, phase, claim_id, budget_id, service_date, actor, posted_at)
  SELECT ${id('3')}, 'settle', 2, claim_id, $1::uuid, day, 'client:benefits', day + interval '12 hours' FROM bench_history`;
const ACCOUNTS = 'SELECT min(account_id) AS giver, max(account_id) AS taker FROM ledger_account';
const POSTINGS = `INSERT INTO ledger_posting (transaction_id, from_account, to_account, amount_fen, posted_at)
  SELECT ${id('3')}, giver, taker, ${FEN}, day + interval '12 hours' FROM bench_history, (${ACCOUNTS}) AS a ORDER BY day, n`;
const DAY_SUMS = `INSERT INTO ledger_account_day (account_id, posted_on, service_on, stripe, in_fen, out_fen)
  SELECT account_id, day, day, stripe, CASE WHEN account_id = taker THEN fen ELSE 0 END, CASE WHEN account_id = giver THEN fen ELSE 0 END
  FROM (SELECT day, (n / ${DAYS}) % 8 AS stripe, sum(${FEN}) AS fen FROM bench_history GROUP BY 1, 2) AS sums, (${ACCOUNTS}) AS a,
    unnest(ARRAY[giver, taker]) AS account_id`;

/** Building an index over many rows at once takes a tenth of the time of growing it row by row. */
async function withoutIndexes(owner: pg.Pool, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ name: string; definition: string }>(INDEXES, [tables]);
  for (const { name } of rows) await owner.query(`DROP INDEX ${name}`);
  await work();
  for (const { definition } of rows) await owner.query(definition);
}

const INDEXES = `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid = ANY(SELECT t::regclass FROM unnest($1::text[]) AS t) AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;
