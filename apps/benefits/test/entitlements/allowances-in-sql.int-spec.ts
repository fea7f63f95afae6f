import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { stumble } from '../support/stumbling.js';
import { brokenInvariants } from '../support/invariants.js';
import { calledOff, careDay, lunchAt, then } from '../support/world.mother.js';

const at = { now: new Date('2026-09-01T01:00:00Z') };
const on = (day: string): LocalDate => day as LocalDate;
const today = (day: string): void => void (at.now = new Date(`${day}T04:00:00Z`));

let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase({ now: () => at.now });
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

/** An 85-year-old of Taiyuan with a card. */
async function cardHolder(): Promise<string> {
  const personId = uuidv7();
  const place = { province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' };
  await db.learn(personId, [{ kind: 'birth', bornOn: '1941-03-12' }], [{ kind: 'residence', place }]);
  return personId;
}

async function allowancesOf(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT concat_ws(' ', month, kind, amount_fen, left_fen, lapsed_fen) AS line FROM allowance WHERE person_id = $1
     ORDER BY month, kind, for_month`,
    [personId],
  );
  return rows.map((row) => row.line);
}

async function statesOf(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT state || ' ' || reason || ' ' || subsidy_fen AS line FROM claim WHERE person_id = $1 ORDER BY decision_number`,
    [personId],
  );
  return rows.map((row) => row.line);
}

const lunch = (personId: string, day: string) => lunchAt('tiejiang', personId, { priceFen: 800 }, on(day));

describe('lots of a benefit card', () => {
  it('are issued on the 1st, drawn oldest first when a meal is held, and come back when it is called off', async () => {
    today('2026-08-01');
    const personId = await cardHolder();
    expect(await allowancesOf(personId)).toEqual(['2026-08 monthly 8000 8000 0']);
    today('2026-09-01');
    await db.days.catchUp();
    await db.days.runAgain(on('2026-09-01'));
    const order = lunch(personId, '2026-09-01');
    await db.play([order]);
    expect(await allowancesOf(personId)).toEqual(['2026-08 monthly 8000 7500 0', '2026-09 monthly 8000 8000 0']);
    await db.play([calledOff(order, 'cancelled')]);
    expect((await allowancesOf(personId))[0]).toBe('2026-08 monthly 8000 8000 0');
    const { rows } = await db.owner.query<{ lots: unknown[] }>(
      `SELECT data::jsonb->'lots' AS lots FROM outbox WHERE key = $1 AND type LIKE '%entitlement%' ORDER BY xid DESC, position DESC LIMIT 1`,
      [personId],
    );
    expect(rows[0]?.lots).toHaveLength(2);
  });

  it('do not lapse under a hold; what comes back after their end lapses', async () => {
    today('2026-09-29');
    const personId = await cardHolder();
    await db.days.runAgain(on('2026-09-01'));
    today('2026-10-31');
    const [kept, given] = [lunch(personId, '2026-10-30'), lunch(personId, '2026-10-31')];
    await db.play([kept, given]);
    today('2026-11-01');
    await db.days.runAgain(on('2026-11-01'));
    expect((await allowancesOf(personId))[0]).toBe('2026-09 monthly 8000 0 7000');
    await db.play([then(kept, 'served'), calledOff(given, 'no_show')]);
    expect((await allowancesOf(personId))[0]).toBe('2026-09 monthly 8000 0 7500');
    expect(await statesOf(personId)).toEqual(['settled OK 500', 'released OK 500']);
  });

  it('are topped up, once, when hardship is approved late', async () => {
    today('2026-11-03');
    const personId = await cardHolder();
    await db.days.runAgain(on('2026-11-01'));
    const applied = { kind: 'application' as const, for: 'dibao', appliedOn: '2026-10-05', approvedOn: '2026-11-03' };
    for (let i = 0; i < 2; i++) await db.learn(personId, [applied, '2026-10-05']);
    expect(await allowancesOf(personId)).toEqual([
      '2026-11 monthly 8000 8000 0',
      '2026-11 topup 3000 3000 0',
      '2026-11 topup 3000 3000 0',
    ]);
  });

  it('are brought up to date by a run that goes on behind where it was killed', async () => {
    today('2026-12-01');
    const people = [await cardHolder(), await cardHolder(), await cardHolder()].sort();
    await db.owner.query('DELETE FROM allowance WHERE person_id = ANY($1::uuid[])', [people]);
    await db.owner.query('DELETE FROM entitlement_day');
    await db.owner.query('INSERT INTO entitlement_day (day, after_person_id) VALUES ($1, $2)', [
      '2026-12-01',
      people[0],
    ]);
    await db.owner.query(`INSERT INTO entitlement_day (day, done_at) VALUES ('2026-11-30', now())`);
    await db.days.catchUp();
    expect(await Promise.all(people.map((personId) => allowancesOf(personId)))).toEqual([
      [],
      ['2026-12 monthly 8000 8000 0'],
      ['2026-12 monthly 8000 8000 0'],
    ]);
    await db.days.runAgain(on('2026-12-01'));
    expect(await allowancesOf(people[0] ?? '')).toEqual(['2026-12 monthly 8000 8000 0']);
  });

  it('are brought up to date for everybody else when it fails for one, and for her as soon as it can be done', async () => {
    today('2026-12-31');
    const people = [await cardHolder(), await cardHolder(), await cardHolder()].sort();
    const [, bad = ''] = people;
    const lots = () => Promise.all(people.map(async (personId) => (await allowancesOf(personId)).length));
    const endOfTrouble = await stumble(db.owner, 'allowance', bad);
    today('2027-01-01');
    await db.owner.query(`INSERT INTO entitlement_day (day, done_at) VALUES ('2026-12-31', now())`);
    await db.days.catchUp(() => true);
    expect(await lots()).toEqual([0, 0, 0]);
    await db.days.catchUp();
    expect(await lots()).toEqual([1, 0, 1]);
    const tasks = async () =>
      (await db.owner.query('SELECT person_id, why, problem FROM correction_task')).rows as unknown[];
    await db.corrections.drain(() => true);
    expect(await tasks()).toEqual([{ person_id: bad, why: 'day_start', problem: null }]);
    await db.corrections.drain();
    // What people read is why, without the values that the database quotes.
    expect(await tasks()).toEqual([{ person_id: bad, why: 'day_start', problem: 'SQLSTATE P0001' }]);
    await endOfTrouble();
    today('2027-01-02');
    await db.owner.query('UPDATE correction_task SET not_before = NULL');
    await db.corrections.drain();
    expect(await allowancesOf(bad)).toEqual(['2027-01 monthly 8000 8000 0']);
    expect(await tasks()).toEqual([]);
  });
});

describe('vouchers of care', () => {
  it('pay their half of what insurance leaves, and the estimate makes room for what the day cost', async () => {
    today('2026-09-01');
    const personId = await elder(db);
    await db.days.runAgain(on('2026-09-01'));
    const booked = careDay(personId, 'asked', { minutes: 480 }, on('2026-09-02'));
    await db.play([booked]);
    expect(await allowancesOf(personId)).toEqual(['2026-09 voucher 80000 75500 0']);
    const stayed = { ...careDay(personId, 'attended', { minutes: 120, insurancePaidFen: 600 }), ref: booked.ref };
    await db.play([stayed]);
    expect(await statesOf(personId)).toEqual(['released OK 4500', 'settled OK 1000']);
    expect(await allowancesOf(personId)).toEqual(['2026-09 voucher 80000 79000 0']);
    await db.play([careDay(personId, 'absent', {}, on('2026-09-03'))]);
    today('2026-10-01');
    await db.days.runAgain(on('2026-10-01'));
    expect(await allowancesOf(personId)).toEqual(['2026-09 voucher 80000 0 79000', '2026-10 voucher 80000 80000 0']);
  });
});
