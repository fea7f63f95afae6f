import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonFactValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, FixedClock, uuidv7 } from '@doorstep/kernel';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { TwoFiles } from '../support/two-files.js';
import { careDay } from '../support/world.mother.js';

const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
let db: ClaimsDatabase;
const files = new TwoFiles(() => db, clock);

beforeAll(async () => {
  db = await openClaimsDatabase(clock);
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

type Told = [PersonFactValue, string?];
type Files = readonly [string, string];

const TAIYUAN = { province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' };
const SHENBEI = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' };
const birth: Told = [{ kind: 'birth', bornOn: '1941-03-12' }];
const card: Told[] = [birth, [{ kind: 'residence', place: TAIYUAN }]];
const care: Told[] = [birth, [{ kind: 'residence', place: SHENBEI }], [{ kind: 'ability_level', level: 2 }]];
const hardship: Told = [{ kind: 'category', category: 'dibao' }];
const application: Told = [
  { kind: 'application', for: 'dibao', appliedOn: '2026-08-05', approvedOn: '2026-10-06' },
  '2026-08-05',
];

async function noon(day: string): Promise<void> {
  clock.set(new Date(`${day}T04:00:00Z`));
  await Promise.resolve();
}
async function begins(day: string): Promise<void> {
  await noon(day);
  await db.days.runAgain(day as LocalDate);
}

/** One lunch of 5 yuan a day. */
async function eats(personId: string, from: string, days: number): Promise<void> {
  for (let n = 0; n < days; n++) await files.eats(personId, 'tiejiang', addDays(from as LocalDate, n));
}

async function attends(personId: string, day: string): Promise<void> {
  await db.play([careDay(personId, 'attended', {}, day as LocalDate)]);
}

/** What a file has and had: all of its lots and vouchers that are worth anything, and its claims that stand. */
async function has(personId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ line: string }>(
    `SELECT concat_ws(' ', kind, month, for_month, amount_fen, left_fen, lapsed_fen, expires_on, usable_from) AS line
       FROM allowance WHERE person_id = $1 AND amount_fen > 0
     UNION ALL SELECT concat_ws(' ', 'claim', service_date, state, reason, subsidy_fen) FROM claim c
       WHERE c.person_id = $1 AND c.state IN ('held', 'settled') ORDER BY line`,
    [personId],
  );
  return rows.map(({ line }) => line);
}

interface Story {
  readonly one: readonly Told[];
  readonly other: readonly Told[];
  readonly before?: (files: Files) => Promise<void>;
  /** The files are one person from 20 September on; the month that follows begins with 1 October. */
  readonly meanwhile: (files: Files) => Promise<void>;
  readonly partedOn: string;
}

const stories: Record<string, Story> = {
  'a category of the other file brought more': {
    one: card,
    other: [...card, hardship],
    meanwhile: async ([one, other]) => {
      await eats(one, '2026-10-01', 20);
      await eats(other, '2026-10-01', 12);
    },
    partedOn: '2026-10-21',
  },
  'one of them is known to live here by the other only': {
    one: [birth],
    other: card,
    meanwhile: ([one]) => eats(one, '2026-10-01', 5),
    partedOn: '2026-10-21',
  },
  'an approval of the other file was worked out': {
    one: card,
    other: card,
    before: async ([, other]) => eats(other, '2026-09-15', 4),
    meanwhile: async ([one, other]) => {
      await noon('2026-10-06');
      await db.learn(other, application);
      await eats(one, '2026-10-07', 14);
      await eats(other, '2026-10-07', 14);
    },
    partedOn: '2026-10-21',
  },
  'an approval brought nothing, since the lots of the other file were as large': {
    one: card,
    other: [...card, hardship],
    meanwhile: async ([one]) => {
      await noon('2026-10-06');
      await db.learn(one, application);
      await eats(one, '2026-10-07', 14);
    },
    partedOn: '2026-10-21',
  },
  'all has ended by then': {
    one: card,
    other: [...card, hardship],
    before: async ([one]) => eats(one, '2026-09-15', 4),
    meanwhile: async ([one, other]) => {
      await noon('2026-10-06');
      await db.learn(one, application);
      await eats(one, '2026-10-01', 24);
      await eats(other, '2026-10-01', 24);
      for (const day of ['2026-11-01', '2026-12-01']) await begins(day);
    },
    partedOn: '2026-12-09',
  },
  'what was known changed in between': {
    one: card,
    other: card,
    meanwhile: async ([one, other]) => {
      await noon('2026-10-06');
      const [wrong = ''] = await db.learn(other, hardship);
      await eats(one, '2026-10-07', 14);
      await begins('2026-11-01');
      clock.advance(60_000);
      await db.retract(other, wrong);
      await eats(other, '2026-11-02', 9);
    },
    partedOn: '2026-11-20',
  },
  'the other one is dead': {
    one: card,
    other: [...card, [{ kind: 'death', diedOn: '2026-09-25' }]],
    meanwhile: async ([one]) => {
      await eats(one, '2026-09-26', 3);
      await eats(one, '2026-10-02', 3);
    },
    partedOn: '2026-10-21',
  },
  'both had vouchers, one for the first time': {
    one: care,
    other: [...care, [{ kind: 'application', for: 'voucher', appliedOn: '2026-09-01' }, '2026-09-01']],
    meanwhile: async ([one, other]) => {
      await noon('2026-10-08');
      const first = { appliedOn: '2026-09-01', approvedOn: '2026-10-08', firstIssuedOn: '2026-10-12' };
      await db.learn(other, [{ kind: 'application', for: 'voucher', ...first }, '2026-09-01']);
      await begins('2026-10-12');
      for (const day of ['2026-10-12', '2026-10-13', '2026-10-14']) {
        clock.advance(60_000);
        await attends(one, day);
        await attends(other, day);
      }
    },
    partedOn: '2026-10-21',
  },
};

describe('files that are two again have what each would have had alone all the time, when meanwhile', () => {
  async function play(story: Story, isMerged: boolean): Promise<readonly [string[], string[]]> {
    await noon('2026-09-01');
    const both = [uuidv7(), uuidv7()] as const;
    await db.learn(both[0], ...story.one);
    await db.learn(both[1], ...story.other);
    await begins('2026-09-01');
    await noon('2026-09-15');
    await story.before?.(both);
    await noon('2026-09-20');
    const mergeId = isMerged ? await files.merge(...both) : undefined;
    await begins('2026-10-01');
    await story.meanwhile(both);
    await begins(story.partedOn);
    const look = async () => [await has(both[0]), await has(both[1])] as const;
    if (mergeId === undefined) return look();
    await files.part(both[1], mergeId);
    const parted = await look();
    // Whoever hears of it twice, or is heard later, changes nothing.
    const cause = { actor: 'staff:finance-1', correlationId: 'test' };
    const again = both.map((personId) => ({
      ...{ personId, why: 'unmerged', cause },
      window: { from: '1900-01-01' as LocalDate, to: undefined },
    }));
    clock.advance(60_000);
    await db.transactions.run({ keys: [] }, (tx) => db.queue.add(tx, again));
    await db.corrections.drain();
    expect(await look()).toEqual(parted);
    return parted;
  }

  it.each(Object.keys(stories))('%s', async (name) => {
    const story = stories[name] as Story;
    const alone = await play(story, false);
    expect(alone.flat()).not.toEqual([]);
    expect(await play(story, true)).toEqual(alone);
  });
});

it('a third file that leaves takes with it what its facts brought; the two that stay have what they would have had together', async () => {
  async function play(isThird: boolean): Promise<string[][]> {
    await noon('2026-09-01');
    const [one, other, third] = [uuidv7(), uuidv7(), uuidv7()] as const;
    await db.learn(one, ...card);
    await db.learn(other, ...card);
    await db.learn(third, ...card, hardship);
    await begins('2026-09-01');
    await noon('2026-09-20');
    const mergeId = isThird ? await files.merge(other, third) : undefined;
    await files.merge(one, other);
    await begins('2026-10-01');
    await eats(one, '2026-10-02', 15);
    await eats(third, '2026-10-17', 8);
    await begins('2026-10-21');
    if (mergeId !== undefined) await files.part(third, mergeId);
    return Promise.all([one, other, third].map(has));
  }
  const without = await play(false);
  expect(without.flat()).toContain('monthly 2026-09 11000 7000 0 2026-10-31 2026-09-01');
  expect(await play(true)).toEqual(without);
});
