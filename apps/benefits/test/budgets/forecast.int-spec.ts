import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BudgetState } from '@doorstep/contracts';
import { SqlBudgetStore } from '../../src/budgets/infrastructure/sql-budget-store.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';

const store = new SqlBudgetStore();
let db: ClaimsDatabase;
let budgetId = '';

beforeAll(async () => {
  db = await openClaimsDatabase();
  budgetId = await db.openBudget(60_000, 40_000);
  // The forecast goes by the database's own day.
  await db.owner.query(`UPDATE budget SET year = extract(year FROM now()) + 1, alert_levels = '{50,80}'`);
});
afterAll(() => db.close());

/** Half of 1,000 yuan is used; `marks`: what was used so many days ago. */
async function half(openedDaysAgo: number, ...marks: readonly [daysAgo: number, usedFen: number][]): Promise<void> {
  await db.owner.query(
    `UPDATE budget SET spent_fen = 50000, opened_at = ((now() AT TIME ZONE 'Asia/Shanghai')::date - $1::integer)
       AT TIME ZONE 'Asia/Shanghai'`,
    [openedDaysAgo],
  );
  await db.owner.query('DELETE FROM budget_mark');
  for (const [daysAgo, usedFen] of marks)
    await db.owner.query(
      `INSERT INTO budget_mark (budget_id, day, used_fen) VALUES ($1, (now() AT TIME ZONE 'Asia/Shanghai')::date - $2::integer, $3)`,
      [budgetId, daysAgo, usedFen],
    );
}

async function daysLeft({ forecastOn }: Pick<BudgetState, 'forecastOn'>): Promise<number | null> {
  const { rows } = await db.owner.query<{ days: number | null }>(
    `SELECT $1::date - (now() AT TIME ZONE 'Asia/Shanghai')::date AS days`,
    [forecastOn],
  );
  return rows[0]?.days ?? null;
}

const budget = async (): Promise<BudgetState> =>
  (await db.transactions.read((tx) => store.find(tx, budgetId))) as BudgetState;

describe('the day on which a budget will be used up', () => {
  it('follows from the pace of the last four weeks: 400 yuan in ten days are 500 in thirteen', async () => {
    await half(60, [40, 0], [10, 10_000], [5, 12_000]);
    expect(await daysLeft(await budget())).toBe(13);
  });

  it('follows from the pace since it was opened while nothing was marked', async () => {
    await half(5);
    expect(await daysLeft(await budget())).toBe(5);
  });

  it('is none when the money outlasts the year, or nothing is used any more', async () => {
    await half(60, [28, 49_999]);
    expect((await budget()).forecastOn).toBeNull();
    await half(60, [28, 50_000]);
    expect((await budget()).forecastOn).toBeNull();
  });

  it('is told with the level that is reached, once for each', async () => {
    await half(60, [10, 10_000]);
    const tell = () => db.transactions.run({ keys: [] }, (tx) => store.tellLow(tx, budgetId));
    const told = await tell();
    expect(told).toMatchObject({ levelPercent: 50, state: { availableFen: 50_000 } });
    expect(await daysLeft(told?.state as BudgetState)).toBe(13);
    expect(await tell()).toBeUndefined();
    await db.owner.query('UPDATE budget SET spent_fen = 80000');
    expect(await tell()).toMatchObject({ levelPercent: 80, state: { availableFen: 20_000 } });
  });
});
