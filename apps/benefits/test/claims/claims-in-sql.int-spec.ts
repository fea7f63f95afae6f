import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { brokenInvariants } from '../support/invariants.js';
import { stumble } from '../support/stumbling.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { calledOff, careDay, lunchAt, then } from '../support/world.mother.js';

let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

async function claimsOf(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT state || ' ' || reason || ' ' || subsidy_fen AS line FROM claim WHERE person_id = $1 ORDER BY decision_number`,
    [personId],
  );
  return rows.map((row) => row.line);
}

async function eventsOf(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ type: string }>(
    `SELECT regexp_replace(type, '^benefits\\.(claim|entitlement)\\.|\\.v1$', '', 'g') AS type FROM outbox WHERE key = $1 ORDER BY xid, position`,
    [personId],
  );
  return rows.map((row) => row.type);
}

async function balance(account: string): Promise<number> {
  const { rows } = await db.owner.query<{ fen: string }>(
    `SELECT coalesce(sum(in_fen - out_fen), 0) AS fen FROM ledger_account_day JOIN ledger_account USING (account_id) WHERE code = $1`,
    [account],
  );
  return Number(rows[0]?.fen);
}

describe('claims in the database', () => {
  it('go from held to settled with budget, ledger, evidence and events in step', async () => {
    const budgetId = await db.openBudget(50_000, 50_000);
    const personId = await elder(db);
    const order = lunchAt('puya', personId);
    await db.play([order]);
    expect(await balance('funder:city:2026:held')).toBe(150);
    await db.play([then(order, 'served')]);
    expect(await claimsOf(personId)).toEqual(['settled OK 300']);
    expect(await eventsOf(personId)).toEqual(['held', 'updated', 'settled', 'updated']);
    expect(await balance('funder:city:2026:spent')).toBe(150);
    expect(await balance('operator:puya:payable')).toBe(300);
    const { rows } = await db.owner.query('SELECT held_fen, spent_fen FROM budget WHERE budget_id = $1', [budgetId]);
    expect(rows).toEqual([{ held_fen: '0', spent_fen: '300' }]);
    const evidence = await db.owner.query<{ fact_ids: string[]; steps: unknown[] }>(
      'SELECT d.* FROM claim_decision d JOIN claim USING (claim_id) WHERE person_id = $1',
      [personId],
    );
    expect(evidence.rows[0]?.fact_ids.length).toBeGreaterThan(0);
    expect(evidence.rows[0]?.steps.length).toBeGreaterThan(1);
  });

  it('take a whole walk-up sale, a return and duplicates in one batch', async () => {
    const personId = await elder(db);
    const order = lunchAt('puya', personId);
    await db.play([
      order,
      order,
      then(order, 'served'),
      then(order, 'served'),
      then(order, 'returned'),
      then(order, 'returned'),
    ]);
    expect(await claimsOf(personId)).toEqual(['reversed OK 300']);
    await db.play([order, then(order, 'served'), then(order, 'returned')]);
    expect(await eventsOf(personId)).toEqual(['held', 'settled', 'reversed', 'updated']);
  });

  it('count what earlier batches claimed', async () => {
    const personId = await elder(db);
    const first = lunchAt('puya', personId);
    await db.play([first]);
    await db.play([lunchAt('minfeng', personId)]);
    await db.play([calledOff(first, 'no_show')]);
    await db.play([lunchAt('minfeng', personId)]);
    expect(await claimsOf(personId)).toEqual(['released OK 300', 'denied DUP_PERIOD 0', 'held OK 300']);
  });

  it('change with a death that is learnt late, and change back when it was a mistake', async () => {
    const personId = await elder(db);
    const order = lunchAt('puya', personId);
    await db.play([order, then(order, 'served')]);
    const [factId] = await db.learn(personId, [{ kind: 'death', diedOn: '2026-09-10' }, '2026-09-10']);
    expect(await claimsOf(personId)).toEqual(['reversed OK 300', 'denied DECEASED 0']);
    await db.learn(personId, [{ kind: 'death', diedOn: '2026-09-10' }, '2026-09-10']);
    expect(await claimsOf(personId)).toHaveLength(2);
    await db.retract(personId, factId ?? '');
    expect(await claimsOf(personId)).toHaveLength(2);
  });

  it('follow facts as they were known at a moment', async () => {
    const personId = await elder(db);
    const known = await db.transactions.read((tx) => db.people.knownAt(tx, personId, '2026-09-15T04:00:00Z'));
    expect(known.map((fact) => fact.value.kind).sort()).toEqual(['ability_level', 'birth', 'hukou', 'residence']);
    expect(await db.transactions.read((tx) => db.people.knownAt(tx, personId, '2026-09-14T04:00:00Z'))).toEqual([]);
  });

  it('give the lunch to a day of care, in both orders', async () => {
    const [before, after] = [await elder(db), await elder(db)];
    const order = lunchAt('puya', before);
    await db.play([order, then(order, 'served')]);
    await db.play([careDay(before, 'attended')]);
    expect(await claimsOf(before)).toEqual(['reversed OK 300', 'denied NO_VOUCHER 0', 'denied MEAL_IN_DAYCARE 0']);
    await db.play([careDay(after, 'asked'), careDay(after, 'attended')]);
    await db.play([lunchAt('puya', after)]);
    expect((await claimsOf(after)).at(-1)).toBe('denied MEAL_IN_DAYCARE 0');
    expect(await eventsOf(before)).toContain('day-care-fee-decided');
  });

  it('end by the clock only after everything up to then was heard', async () => {
    const personId = await elder(db, 3);
    await db.play([lunchAt('puya', personId, {}, '2026-08-03' as LocalDate)]);
    await db.owner.query('UPDATE claim SET hold_until = $2 WHERE person_id = $1', [personId, '2026-08-07T00:00:00Z']);
    await db.owner.query('UPDATE claim_horizon SET seen_until = $1', ['2026-08-06T00:00:00Z']);
    expect(await db.expire.execute()).toBe(0);
    await db.play([lunchAt('puya', await elder(db, 3))], '2026-08-07T00:00:01Z');
    expect(await db.expire.execute()).toBe(1);
    expect(await db.expire.execute()).toBe(0);
    expect(await claimsOf(personId)).toEqual(['expired OK 300']);
  });

  it('end by the clock also behind one that cannot', async () => {
    const people = [await elder(db, 4), await elder(db, 4)];
    const until = ['2026-08-07T00:00:00Z', '2026-08-07T00:00:01Z'];
    for (const [index, personId] of people.entries()) {
      await db.play([lunchAt('puya', personId, {}, '2026-08-03' as LocalDate)]);
      await db.owner.query('UPDATE claim SET hold_until = $2 WHERE person_id = $1', [personId, until[index]]);
    }
    const endOfTrouble = await stumble(db.owner, 'claim', people[0] ?? '');
    expect(await db.expire.execute()).toBe(1);
    expect(await Promise.all(people.map(claimsOf))).toEqual([['held OK 300'], ['expired OK 300']]);
    await endOfTrouble();
    expect(await db.expire.execute()).toBe(1);
  });
});
