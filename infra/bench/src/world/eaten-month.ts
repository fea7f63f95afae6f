import type pg from 'pg';
import { PACK, SITE } from './city-events.js';

/** Lunches of each person in the month. */
export const LUNCHES = 10;
/** What the released rules give at the canteen: to the older half of the people, and to the younger one. */
export const FEN = { older: 300, younger: 100 };

export interface MonthWish {
  readonly people: number;
  /** `YYYY-MM`; everybody eats on its first days. */
  readonly month: string;
}

/** People with their facts and a month of settled lunches as the service would have left them, written by the server itself. */
export async function fillMonth(owner: pg.Pool, { people, month }: MonthWish): Promise<void> {
  await owner.query(PEOPLE, [people]);
  await owner.query(EATEN, [`${month}-01`, LUNCHES]);
  await owner.query(CLAIMS);
  await owner.query(ORIGINS);
  await owner.query('UPDATE person p SET decision_number = $1 FROM bench_person b WHERE b.person_id = p.person_id', [LUNCHES]); // prettier-ignore
  await owner.query('DROP TABLE bench_person, bench_lunch');
  await owner.query('VACUUM ANALYZE');
}

const HOME = `'[{"from":"1998-01-01","province":"liaoning","city":"shenyang","district":"shenbei","town":"daoyi"}]'::jsonb`;
const PEOPLE = `WITH made AS (
    INSERT INTO person (person_id, facts)
    SELECT gen_random_uuid(), jsonb_build_object('bornOn', CASE WHEN n % 2 = 0 THEN '1941-03-12' ELSE '1955-03-12' END,
      'birthFactId', gen_random_uuid(), 'hukou', ${HOME}, 'livesIn', ${HOME}, 'categories', '[]'::jsonb, 'abilityLevel', '[]'::jsonb,
      'stays', '[]'::jsonb, 'applications', '[]'::jsonb)
    FROM generate_series(1, $1::integer) AS n RETURNING person_id, facts->>'bornOn' = '1941-03-12' AS older)
  SELECT person_id, older INTO UNLOGGED bench_person FROM made`;
const EATEN = `SELECT gen_random_uuid() AS claim_id, gen_random_uuid() AS origin_id, person_id, n, $1::date + n - 1 AS day,
    CASE WHEN older THEN ${FEN.older} ELSE ${FEN.younger} END AS fen
  INTO UNLOGGED bench_lunch FROM bench_person, generate_series(1, $2::integer) AS n`;
const CLAIMS = `INSERT INTO claim (claim_id, origin_id, kind, person_id, site_id, service_date, meal_period, state, slot, outcome, reason,
    pack_id, rule_version, gross_fen, discount_fen, subsidy_fen, delivery_fen, operator_fen, self_pay_fen, fee_fen, need_fen,
    budget_need_fen, reserve_fen, shares, flags, book_year, decision_number, hold_until, decided_at, changed_at)
  SELECT claim_id, origin_id, 'meal', person_id, '${SITE}', day, 'lunch', 'settled', 'lunch', 'approve', 'OK', '${PACK}', '1', 1000, 0, fen,
    0, 0, 1000 - fen, 0, fen, fen, 0,
    jsonb_build_array(jsonb_build_object('funder', 'city', 'fen', fen / 2), jsonb_build_object('funder', 'district', 'fen', fen / 2)),
    '{}', extract(year FROM day), n, day + interval '4 days', day + interval '12 hours', day + interval '13 hours' FROM bench_lunch`;
const ORIGINS = `INSERT INTO claim_origin (origin_id, kind, person_id, site_id, service_date, meal_period, asked, fulfilment,
    first_decision_number, receipt_fen, latest_claim_id)
  SELECT origin_id, 'meal_order', person_id, '${SITE}', day, 'lunch',
    '{"kind":"meal","priceFen":1000,"menu":"set","channel":"dine_in","deliveryFeeFen":0}', 'served', n, 1000 - fen, claim_id FROM bench_lunch`;
