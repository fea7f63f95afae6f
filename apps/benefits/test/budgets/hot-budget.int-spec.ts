import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PARTITIONS } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import { brokenInvariants } from '../support/invariants.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { lunchAt, LUNCH_DAY, then } from '../support/world.mother.js';

let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
});
afterAll(() => db.close());

const WORKERS = 50;
const PER_PARTITION = 4;
const DAYS = 4;

/** Looks at the budget again and again while others work: no committed state may be overdrawn. */
async function watch(budgetId: string, working: { done: boolean }): Promise<number> {
  let looks = 0;
  while (!working.done) {
    const { rows } = await db.owner.query<{ fine: boolean }>(
      `SELECT held_fen >= 0 AND spent_fen >= 0 AND held_fen + spent_fen <= amount_fen AS fine FROM budget WHERE budget_id = $1`,
      [budgetId],
    );
    expect(rows).toEqual([{ fine: true }]);
    looks++;
  }
  return looks;
}

it('consumers of all partitions and 50 correction and retry workers share a budget that runs dry, and never overdraw it', async () => {
  const partitions = Array.from({ length: PARTITIONS.person }, (_, partition) => partition);
  const people: string[][] = [];
  for (const partition of partitions) {
    const group: string[] = [];
    for (let i = 0; i < PER_PARTITION; i++) group.push(await elder(db, partition));
    people.push(group);
  }
  // Three quarters of what everybody would like.
  const wanted = PARTITIONS.person * PER_PARTITION * DAYS * 300;
  const budgetId = await db.openBudget((wanted * 3) / 8, (wanted * 3) / 8);
  const working = { done: false };
  const watching = watch(budgetId, working);
  const consumers = people.map(async (group) => {
    for (let day = 0; day < DAYS; day++) {
      const orders = group.map((personId) => lunchAt('puya', personId, {}, addDays(LUNCH_DAY, day)));
      await db.play(orders);
      await db.play(orders.map((order) => then(order, 'served')));
    }
  });
  const everybody = people.flat();
  const cause = { actor: 'client:test', correlationId: 'race' };
  const workers = Array.from({ length: WORKERS }, async (_, i) => {
    const personId = everybody[i % everybody.length] ?? '';
    const window = { from: LUNCH_DAY, to: undefined };
    await db.transactions.run({ keys: [] }, (tx) => db.queue.add(tx, [{ personId, window, why: 'late_facts', cause }]));
    await db.corrections.drain();
  });
  await Promise.all([...consumers, ...workers]);
  working.done = true;
  expect(await watching).toBeGreaterThan(0);
  // One of every eight dies before it all; money of their claims goes to those who were refused.
  for (const personId of everybody.filter((_, i) => i % 8 === 0))
    await db.learn(personId, [{ kind: 'death', diedOn: '2026-09-01' }, '2026-09-01']);
  const { rows } = await db.owner.query<{ refused: number; left: number }>(
    `SELECT (SELECT count(*)::int FROM claim WHERE reason = 'BUDGET_EXHAUSTED') AS refused,
       (SELECT (amount_fen - held_fen - spent_fen)::int FROM budget WHERE budget_id = $1) AS left`,
    [budgetId],
  );
  expect(rows[0]?.refused).toBeGreaterThan(0);
  expect(rows[0]?.left).toBeGreaterThanOrEqual(0);
  expect(await brokenInvariants(db.owner)).toEqual([]);
});

it('a correction done by two workers at once, or again, changes nothing more', async () => {
  const personId = await elder(db);
  const order = lunchAt('puya', personId, {}, '2026-12-01' as LocalDate);
  await db.play([order, then(order, 'served')]);
  const claims = async (): Promise<number> =>
    (await db.owner.query('SELECT FROM claim WHERE person_id = $1', [personId])).rowCount ?? 0;
  await db.learn(personId, [{ kind: 'stay', stay: 'hospital' }, '2026-11-20', '2026-12-20']);
  const after = await claims();
  const task = {
    personId,
    window: { from: LUNCH_DAY, to: undefined },
    why: 'late_facts',
    cause: { actor: 'a', correlationId: 'b' },
  };
  for (let i = 0; i < 3; i++) await db.transactions.run({ keys: [] }, (tx) => db.queue.add(tx, [task, task]));
  await Promise.all([db.corrections.drain(), db.corrections.drain()]);
  expect(await claims()).toBe(after);
  const { rows } = await db.owner.query(`SELECT why FROM correction WHERE person_id = $1`, [personId]);
  expect(rows.length).toBe(after - 1);
  expect(await brokenInvariants(db.owner)).toEqual([]);
});
