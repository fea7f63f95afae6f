import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { PersonFactValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { SqlSiteStore } from '../../src/sites/infrastructure/sql-site-store.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { lunchAt } from '../support/world.mother.js';

const PACK = 'cn-shenzhen';
const HOME = { province: 'guangdong', city: 'shenzhen', district: 'futian', town: 'lianhua' };
/** 15 yuan for the first class, 5 for the second, and 2 for the operator. */
const [FIRST_FEN, SECOND_FEN] = [1_700, 700];
const MONDAY = '2026-09-14' as LocalDate;

let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
  const sites = ['lianhua', 'xiangmi'].map((town) => ({
    ...{ siteId: town, version: 1, siteKind: 'canteen' as const, name: town, phone: null, ...HOME, town },
    ...{ schedule: null, standardMealPriceFen: null, deliveryFeeFen: 0, mealPackId: PACK, dayCarePackId: null },
    ...{ periods: [], places: 20, active: true },
  }));
  await db.transactions.run({ keys: [] }, (tx) => new SqlSiteStore().put(tx, sites));
  await db.owner.query(
    `INSERT INTO calendar_year (year, source, imported_by, imported_at) VALUES (2026, 'test', 'test', now())`,
  );
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

/** People of the first class have a category. */
async function people(howMany: number, ...categories: 'dibao'[]): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < howMany; n++) {
    const personId = uuidv7();
    const more = categories.map((category): [PersonFactValue] => [{ kind: 'category', category }]);
    const enrolled = { appliedOn: '2026-01-05', approvedOn: '2026-01-06' };
    const facts: [PersonFactValue][] = [
      [{ kind: 'birth', bornOn: '1941-03-12' }],
      [{ kind: 'hukou', place: HOME }],
      [{ kind: 'residence', place: HOME }],
      [{ kind: 'application', for: 'meal', ...enrolled }],
      ...more,
    ];
    await db.learn(personId, ...facts);
    made.push(personId);
  }
  return made;
}

/** All at the same moment, each in a batch of its own. */
async function order(siteId: string, persons: readonly string[], priceFen = 1_500): Promise<string[]> {
  const orders = persons.map((personId) => lunchAt(siteId, personId, { priceFen }, MONDAY));
  await Promise.all(orders.map((each) => db.play([each])));
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT concat_ws(' ', state, reason) AS line FROM claim WHERE origin_id = ANY($1) ORDER BY line`,
    [orders.map(({ ref }) => ref.originId)],
  );
  return rows.map(({ line }) => line);
}

const used = async (budgetId: string): Promise<unknown> =>
  (
    await db.owner.query(
      `SELECT held_fen::int AS held, reserve_used_fen::int AS reserve, exhausted_at IS NOT NULL AS exhausted
       FROM budget WHERE budget_id = $1`,
      [budgetId],
    )
  ).rows[0];

const lines = (...counted: [times: number, line: string][]): string[] =>
  counted.flatMap(([times, line]) => Array<string>(times).fill(line)).sort();

it('a reserve is there for the first class when all others have run into its line at once, to its last meal and no further', async () => {
  const reservedFen = 3 * FIRST_FEN;
  const all = 5 * SECOND_FEN + reservedFen;
  const budgetId = await db.openBudget(all - 1, 1, { packId: PACK, area: 'lianhua', reservedFen });
  const second = await order('lianhua', await people(12));
  expect(second).toEqual(lines([5, 'held OK'], [7, 'denied BUDGET_RESERVED']));
  const first = await order('lianhua', await people(6, 'dibao'));
  expect(first).toEqual(lines([3, 'held OK'], [3, 'denied BUDGET_EXHAUSTED']));
  expect(await used(budgetId)).toEqual({ held: all, reserve: reservedFen, exhausted: true });
});

it('a pool that closes when it runs short pays nobody after that, however little, until it is raised', async () => {
  const terms = { packId: PACK, area: 'xiangmi', cutOff: 'close' } as const;
  const budgetId = await db.openBudget(2 * SECOND_FEN + 300, 1, terms);
  expect(await order('xiangmi', await people(5))).toEqual(lines([2, 'held OK'], [3, 'denied BUDGET_EXHAUSTED']));
  const [modest = '', later = ''] = await people(2);
  // 1 yuan and 2 for the operator: as much as is left.
  expect(await order('xiangmi', [modest], 100)).toEqual(['denied BUDGET_EXHAUSTED']);
  expect(await used(budgetId)).toEqual({ held: 2 * SECOND_FEN, reserve: 0, exhausted: true });
  await db.raiseBudget(budgetId, SECOND_FEN);
  expect(await order('xiangmi', [later])).toEqual(['held OK']);
});
