import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, FixedClock } from '@doorstep/kernel';
import { SqlClaimStore } from '../../src/claims/infrastructure/sql-claim-store.js';
import { SqlLedger } from '../../src/ledger/infrastructure/sql-ledger.js';
import { PackShelf } from '../../src/policies/application/pack-shelf.js';
import { ReleasedPackFiles } from '../../src/policies/infrastructure/released-pack-files.js';
import { SqlPolicyStore } from '../../src/policies/infrastructure/sql-policy-store.js';
import { ReplayPeople } from '../../src/simulations/application/replay-people.js';
import type { Simulation } from '../../src/simulations/domain/simulation.js';
import { emptyTally } from '../../src/simulations/domain/tally.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { TwoFiles } from '../support/two-files.js';
import { careDay, lunchAt, MEALS, then } from '../support/world.mother.js';

const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
let db: ClaimsDatabase;
const files = new TwoFiles(() => db, clock);

beforeAll(async () => {
  db = await openClaimsDatabase(clock);
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

/** In partitions of their own, which have no lane in common. */
const two = async (): Promise<readonly [string, string]> => [await elder(db, 1), await elder(db, 6)];

describe('two files of one person', () => {
  it('have one lunch a day: the second one is taken back at the merge, and stands again after its undoing', async () => {
    const [one, other] = await two();
    await files.eats(one);
    await files.eats(other, 'minfeng');
    const before = await files.story(other);
    expect([await files.story(one), before]).toEqual([['settled OK 300'], ['settled OK 300']]);
    const mergeId = await files.merge(one, other);
    expect(await files.story(one)).toEqual(['settled OK 300']);
    expect(await files.story(other)).toEqual(['reversed OK 300', 'denied DUP_PERIOD 0']);
    await files.part(other, mergeId);
    expect(await files.story(other)).toEqual(['reversed OK 300', 'denied DUP_PERIOD 0', 'settled OK 300']);
    const { rows } = await db.owner.query<{ why: string }>('SELECT why FROM correction WHERE person_id = $1', [other]);
    expect(rows.map(({ why }) => why)).toEqual(['merged', 'unmerged']);
  });

  it('are one at the first decision after the merge, under whichever file it is ordered', async () => {
    const [one, other] = await two();
    await files.merge(one, other);
    await files.eats(one);
    await files.eats(other);
    expect([await files.story(one), await files.story(other)]).toEqual([['settled OK 300'], ['denied DUP_PERIOD 0']]);
    const { rows } = await db.owner.query<{ told: string[]; counted: string }>(
      `SELECT data::jsonb->'basis'->'alsoCounted' AS told, (SELECT claim_id FROM claim WHERE person_id = $2) AS counted
       FROM outbox WHERE key = $1 AND type = 'benefits.claim.denied.v1'`,
      [other, one],
    );
    expect(rows[0]?.told).toEqual([rows[0]?.counted]);
  });

  it('are serial, though each comes in a partition of its own: never two lunches, whoever is first', async () => {
    const [one, other] = await two();
    await files.merge(one, other);
    const days = Array.from({ length: 12 }, (_, n) => addDays('2026-09-01' as LocalDate, n));
    await Promise.all(
      days.flatMap((day) =>
        [one, other].map((personId) => {
          const meal = lunchAt('puya', personId, {}, day);
          return db.play([meal, then(meal, 'served')]);
        }),
      ),
    );
    const paid = [...(await files.story(one)), ...(await files.story(other))].filter((line) =>
      line.startsWith('settled'),
    );
    expect(paid).toHaveLength(days.length);
  });

  it('that become one while one of them is being decided are decided together after all', async () => {
    const [one, other] = await two();
    await files.eats(one);
    clock.advance(60_000);
    const meal = lunchAt('minfeng', other);
    await Promise.all([db.merge(one, other), db.play([meal, then(meal, 'served')])]);
    await db.corrections.drain();
    expect((await files.story(other)).at(-1)).toBe('denied DUP_PERIOD 0');
  });

  it('share what is known: a death under one of them ends what the other was paid since', async () => {
    const [one, other] = await two();
    await files.eats(other);
    const mergeId = await files.merge(one, other);
    await db.learn(one, [{ kind: 'death', diedOn: '2026-09-10' }]);
    expect(await files.story(other)).toEqual(['reversed OK 300', 'denied DECEASED 0']);
    await files.part(other, mergeId);
    expect((await files.story(other)).at(-1)).toBe('settled OK 300');
  });

  it('give way to one day of care: a lunch under the other file is taken back', async () => {
    const [one, other] = await two();
    const mergeId = await files.merge(one, other);
    await files.eats(other);
    await db.play([careDay(one, 'attended')]);
    expect(await files.story(other)).toEqual(['reversed OK 300', 'denied MEAL_IN_DAYCARE 0']);
    await files.part(other, mergeId);
    expect((await files.story(other)).at(-1)).toBe('settled OK 300');
  });

  it('are two again for all days, whatever else is to be decided again by then', async () => {
    const [one, other] = await two();
    const mergeId = await files.merge(one, other);
    for (const personId of [one, other]) await db.play([careDay(personId, 'attended')]);
    const lunches = async (): Promise<number> => {
      const { rows } = await db.owner.query('SELECT FROM claim WHERE person_id = ANY($1) AND slot IS NOT NULL', [
        [one, other],
      ]);
      return rows.length;
    };
    expect(await lunches()).toBe(1);
    await db.part(other, mergeId);
    await db.learn(other, [{ kind: 'category', category: 'dibao' }]);
    expect(await lunches()).toBe(2);
  });

  it('neither gain nor lose by rules that stay as they are', async () => {
    const [one, other] = await two();
    for (const personId of [one, other]) await files.eats(personId);
    await files.merge(one, other);
    const shelf = new PackShelf(new SqlPolicyStore());
    shelf.fill(await new ReleasedPackFiles().read());
    const replay = new ReplayPeople(db.transactions, new SqlClaimStore(new SqlLedger()), shelf);
    const simulation = { packId: MEALS, month: '2026-09' as LocalMonth, tally: emptyTally() } as Simulation;
    const sums = await replay.execute(simulation, shelf.packs, [one, other]);
    expect(sums).toMatchObject({ people: 2, claims: 2, changedClaims: 0, winners: 0, losers: 0 });
  });

  it('of three files in a chain all count, and each link is undone by itself', async () => {
    const [one, other] = await two();
    const third = await elder(db, 3);
    for (const personId of [one, other, third]) await files.eats(personId);
    const first = await files.merge(other, third);
    expect((await files.story(third)).at(-1)).toBe('denied DUP_PERIOD 0');
    await files.merge(one, other);
    expect((await files.story(other)).at(-1)).toBe('denied DUP_PERIOD 0');
    await files.part(third, first);
    expect([(await files.story(other)).at(-1), (await files.story(third)).at(-1)]).toEqual([
      'denied DUP_PERIOD 0',
      'settled OK 300',
    ]);
  });
});
