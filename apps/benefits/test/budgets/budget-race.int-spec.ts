import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PARTITIONS } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import { brokenInvariants } from '../support/invariants.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { calledOff, lunchAt, LUNCH_DAY, then } from '../support/world.mother.js';

let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
});
afterAll(() => db.close());

const MEAL_FEN = 300;
const PEOPLE_PER_PARTITION = 6;
const DAYS = 6;

/** Batches of one partition come one after the other, as lanes would have it; partitions run at once. */
async function lunchesOf(people: readonly string[]): Promise<void> {
  for (let day = 0; day < DAYS; day++) {
    const date = addDays(LUNCH_DAY, day);
    const orders = people.map((personId) => lunchAt('puya', personId, {}, date));
    await db.play(orders);
    // Every third is called off and its money is free again for the others; the rest are eaten.
    await db.play(orders.map((order, i) => (i % 3 === 0 ? calledOff(order, 'cancelled') : then(order, 'served'))));
  }
}

it('a budget that runs dry under concurrent batches of all partitions is spent to the last portion and never overdrawn', async () => {
  const budgetId = await db.openBudget(15_050, 15_050);
  const partitions = Array.from({ length: PARTITIONS.person }, (_, partition) => partition);
  const people: string[][] = [];
  for (const partition of partitions) {
    const group: string[] = [];
    for (let i = 0; i < PEOPLE_PER_PARTITION; i++) group.push(await elder(db, partition));
    people.push(group);
  }
  await Promise.all(people.map((group) => lunchesOf(group)));
  // What was called off last is free again; others may have it.
  for (let i = 0; i < 20; i++) {
    const order = lunchAt('puya', await elder(db));
    await db.play([order, then(order, 'served')]);
  }
  const { rows } = await db.owner.query<{ held: string; spent: string; left: string; exhausted: boolean }>(
    `SELECT held_fen AS held, spent_fen AS spent, amount_fen - held_fen - spent_fen AS left, exhausted_at IS NOT NULL AS exhausted
     FROM budget WHERE budget_id = $1`,
    [budgetId],
  );
  expect(rows[0]).toMatchObject({ held: '0', exhausted: true });
  expect(Number(rows[0]?.left)).toBeGreaterThanOrEqual(0);
  expect(Number(rows[0]?.left)).toBeLessThan(MEAL_FEN);
  const refused = await db.owner.query(`SELECT count(*)::int AS n FROM claim WHERE reason = 'BUDGET_EXHAUSTED'`);
  expect(refused.rows[0]).not.toEqual({ n: 0 });
  expect(await brokenInvariants(db.owner)).toEqual([]);
});

it('nobody is refused while there is money: a batch that guessed wrong is played again under the lock', async () => {
  await db.owner.query('UPDATE budget SET amount_fen = spent_fen + 600, exhausted_at = NULL');
  const [a, b, c] = [await elder(db, 0), await elder(db, 1), await elder(db, 2)];
  const date = '2026-10-09' as LocalDate;
  await Promise.all([a, b, c].map((personId) => db.play([lunchAt('puya', personId, {}, date)])));
  const { rows } = await db.owner.query<{ state: string }>(
    'SELECT state FROM claim WHERE service_date = $1 ORDER BY state',
    [date],
  );
  expect(rows.map((row) => row.state)).toEqual(['denied', 'held', 'held']);
});

it('accounts that were opened in an undone attempt are not remembered', async () => {
  await db.owner.query('UPDATE budget SET amount_fen = spent_fen + held_fen + 300');
  const date = '2026-11-09' as LocalDate;
  const [first, second] = [await elder(db, 4), await elder(db, 5)];
  const rivals = [lunchAt('puya', first, {}, date), lunchAt('minfeng', second, { priceFen: 1000 }, date)];
  await Promise.all(rivals.map((order) => db.play([order, then(order, 'served')])));
  await db.owner.query('UPDATE budget SET amount_fen = amount_fen + 100000, exhausted_at = NULL');
  const later = lunchAt('minfeng', second, { priceFen: 1000 }, '2026-11-10' as LocalDate);
  await db.play([later, then(later, 'served')]);
  const broken = await brokenInvariants(db.owner);
  expect(broken.filter((line) => !line.includes('granted'))).toEqual([]);
});
