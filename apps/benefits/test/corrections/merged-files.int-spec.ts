import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, FixedClock, uuidv7 } from '@doorstep/kernel';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { careDay, lunchAt, then } from '../support/world.mother.js';

jest.setTimeout(60_000);

const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase(clock);
}, 60_000);
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

async function story(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT concat_ws(' ', state, reason, subsidy_fen) AS line FROM claim WHERE person_id = $1 ORDER BY decision_number`,
    [personId],
  );
  return rows.map(({ line }) => line);
}

/** A lunch that was eaten; each is decided a minute after the one before. */
async function eats(personId: string, siteId = 'puya', day = '2026-09-15'): Promise<void> {
  clock.advance(60_000);
  const meal = lunchAt(siteId, personId, {}, day as LocalDate);
  await db.play([meal, then(meal, 'served')]);
}
async function merge(into: string, other: string): Promise<string> {
  const mergeId = await db.merge(into, other);
  await db.corrections.drain();
  return mergeId;
}
async function part(other: string, mergeId: string): Promise<void> {
  await db.part(other, mergeId);
  await db.corrections.drain();
}
/** In partitions of their own, which have no lane in common. */
const two = async (): Promise<readonly [string, string]> => [await elder(db, 1), await elder(db, 6)];

describe('two files of one person', () => {
  it('have one lunch a day: the second one is taken back at the merge, and stands again after its undoing', async () => {
    const [one, other] = await two();
    await eats(one);
    await eats(other, 'minfeng');
    const before = await story(other);
    expect([await story(one), before]).toEqual([['settled OK 300'], ['settled OK 300']]);
    const mergeId = await merge(one, other);
    expect(await story(one)).toEqual(['settled OK 300']);
    expect(await story(other)).toEqual(['reversed OK 300', 'denied DUP_PERIOD 0']);
    await part(other, mergeId);
    expect(await story(other)).toEqual(['reversed OK 300', 'denied DUP_PERIOD 0', 'settled OK 300']);
    const { rows } = await db.owner.query<{ why: string }>('SELECT why FROM correction WHERE person_id = $1', [other]);
    expect(rows.map(({ why }) => why)).toEqual(['merged', 'unmerged']);
  });

  it('are one at the first decision after the merge, under whichever file it is ordered', async () => {
    const [one, other] = await two();
    await merge(one, other);
    await eats(one);
    await eats(other);
    expect([await story(one), await story(other)]).toEqual([['settled OK 300'], ['denied DUP_PERIOD 0']]);
    const { rows } = await db.owner.query<{ told: string[]; counted: string }>(
      `SELECT data::jsonb->'basis'->'alsoCounted' AS told, (SELECT claim_id FROM claim WHERE person_id = $2) AS counted
       FROM outbox WHERE key = $1 AND type = 'benefits.claim.denied.v1'`,
      [other, one],
    );
    expect(rows[0]?.told).toEqual([rows[0]?.counted]);
  });

  it('are serial, though each comes in a partition of its own: never two lunches, whoever is first', async () => {
    const [one, other] = await two();
    await merge(one, other);
    const days = Array.from({ length: 12 }, (_, n) => addDays('2026-09-01' as LocalDate, n));
    await Promise.all(
      days.flatMap((day) =>
        [one, other].map((personId) => {
          const meal = lunchAt('puya', personId, {}, day);
          return db.play([meal, then(meal, 'served')]);
        }),
      ),
    );
    const paid = [...(await story(one)), ...(await story(other))].filter((line) => line.startsWith('settled'));
    expect(paid).toHaveLength(days.length);
  });

  it('that become one while one of them is being decided are decided together after all', async () => {
    const [one, other] = await two();
    await eats(one);
    clock.advance(60_000);
    const meal = lunchAt('minfeng', other);
    await Promise.all([db.merge(one, other), db.play([meal, then(meal, 'served')])]);
    await db.corrections.drain();
    expect((await story(other)).at(-1)).toBe('denied DUP_PERIOD 0');
  });

  it('share what is known: a death under one of them ends what the other was paid since', async () => {
    const [one, other] = await two();
    await eats(other);
    const mergeId = await merge(one, other);
    await db.learn(one, [{ kind: 'death', diedOn: '2026-09-10' }]);
    expect(await story(other)).toEqual(['reversed OK 300', 'denied DECEASED 0']);
    await part(other, mergeId);
    expect((await story(other)).at(-1)).toBe('settled OK 300');
  });

  it('give way to one day of care: a lunch under the other file is taken back', async () => {
    const [one, other] = await two();
    const mergeId = await merge(one, other);
    await eats(other);
    await db.play([careDay(one, 'attended')]);
    expect(await story(other)).toEqual(['reversed OK 300', 'denied MEAL_IN_DAYCARE 0']);
    await part(other, mergeId);
    expect((await story(other)).at(-1)).toBe('settled OK 300');
  });

  it('of three files in a chain all count, and each link is undone by itself', async () => {
    const [one, other] = await two();
    const third = await elder(db, 3);
    for (const personId of [one, other, third]) await eats(personId);
    const first = await merge(other, third);
    expect((await story(third)).at(-1)).toBe('denied DUP_PERIOD 0');
    await merge(one, other);
    expect((await story(other)).at(-1)).toBe('denied DUP_PERIOD 0');
    await part(third, first);
    expect([(await story(other)).at(-1), (await story(third)).at(-1)]).toEqual([
      'denied DUP_PERIOD 0',
      'settled OK 300',
    ]);
  });
});

describe('a benefit card under two files', () => {
  it('is one card: the month’s lot counts once while they are one person, and each has its own before and after', async () => {
    const place = { province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' };
    const files = [uuidv7(), uuidv7()] as const;
    for (const personId of files)
      await db.learn(personId, [{ kind: 'birth', bornOn: '1941-03-12' }], [{ kind: 'residence', place }]);
    await db.days.runAgain('2026-09-01' as LocalDate);
    const days = Array.from({ length: 10 }, (_, n) => addDays('2026-09-01' as LocalDate, n));
    // 5 yuan each from a lot of 80: twenty lunches need more than one.
    for (const day of days) await eats(files[0], 'tiejiang', day);
    for (const day of days) await eats(files[1], 'tiejiang', addDays(day, 10));
    const paidFen = async (): Promise<number> => {
      const { rows } = await db.owner.query<{ fen: number }>(
        `SELECT coalesce(sum(subsidy_fen), 0)::int AS fen FROM claim WHERE person_id = ANY($1) AND state = 'settled'`,
        [files],
      );
      return rows[0]?.fen ?? 0;
    };
    expect(await paidFen()).toBe(10_000);
    const mergeId = await merge(...files);
    expect(await paidFen()).toBe(8_000);
    await part(files[1], mergeId);
    expect(await paidFen()).toBe(10_000);
  });
});
