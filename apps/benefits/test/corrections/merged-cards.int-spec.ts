import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonFactValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, FixedClock, uuidv7 } from '@doorstep/kernel';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { TwoFiles } from '../support/two-files.js';

const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
let db: ClaimsDatabase;
const files = new TwoFiles(() => db, clock);

beforeAll(async () => {
  db = await openClaimsDatabase(clock);
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

describe('a benefit card under two files', () => {
  const place = { province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' };

  /** As of 15 September, each with a lot of that month: 80 yuan, or 110 with the category. */
  async function holders(...categories: string[]): Promise<readonly [string, string]> {
    clock.set(new Date('2026-09-15T04:00:00Z'));
    const both = [uuidv7(), uuidv7()] as const;
    for (const [n, personId] of both.entries()) {
      const code = categories[n];
      const category = code ? [[{ kind: 'category', category: code }] as [PersonFactValue]] : [];
      await db.learn(personId, [{ kind: 'birth', bornOn: '1941-03-12' }], [{ kind: 'residence', place }], ...category);
    }
    await db.days.runAgain('2026-09-01' as LocalDate);
    return both;
  }
  /** 5 yuan each, on days of September from that one on. */
  async function eatsOften(personId: string, times: number, from = 0): Promise<void> {
    for (let n = 0; n < times; n++)
      await files.eats(personId, 'tiejiang', addDays('2026-09-01' as LocalDate, from + n));
  }
  async function november(): Promise<void> {
    clock.set(new Date('2026-11-05T04:00:00Z'));
    for (const day of ['2026-10-01', '2026-11-01', '2026-11-05']) await db.days.runAgain(day as LocalDate);
  }
  async function paidFen(...persons: readonly string[]): Promise<number> {
    const { rows } = await db.owner.query<{ fen: number }>(
      `SELECT coalesce(sum(subsidy_fen), 0)::int AS fen FROM claim WHERE person_id = ANY($1) AND state = 'settled'`,
      [persons],
    );
    return rows[0]?.fen ?? 0;
  }
  const reversed = async (...persons: readonly string[]): Promise<number> =>
    (await Promise.all(persons.map((personId) => files.story(personId))))
      .flat()
      .filter((line) => line.startsWith('reversed')).length;

  it('is one card: the month’s lot counts once while they are one person, and each has its own before and after', async () => {
    const both = await holders();
    // Twenty lunches need more than one lot.
    await eatsOften(both[0], 10);
    await eatsOften(both[1], 10, 10);
    expect(await paidFen(...both)).toBe(10_000);
    const mergeId = await files.merge(...both);
    expect(await paidFen(...both)).toBe(8_000);
    await files.part(both[1], mergeId);
    expect(await paidFen(...both)).toBe(10_000);
  });

  it('has the larger of two lots, whichever file it is of', async () => {
    const both = await holders('', 'dibao');
    await eatsOften(both[1], 20);
    expect(await paidFen(...both)).toBe(10_000);
    const mergeId = await files.merge(...both);
    expect([await paidFen(...both), await reversed(...both)]).toEqual([10_000, 0]);
    await files.part(both[1], mergeId);
    expect([await paidFen(...both), await reversed(...both)]).toEqual([10_000, 0]);
  });

  it('keeps what it paid when it is merged after the lots have ended, up to one lot, and so it is undone', async () => {
    const [one, other] = await holders();
    await eatsOften(other, 16);
    await november();
    const mergeId = await files.merge(one, other);
    expect([await paidFen(other), await reversed(other)]).toEqual([8_000, 0]);
    await files.part(other, mergeId);
    expect([await paidFen(other), await reversed(other)]).toEqual([8_000, 0]);
  });

  it('of a wrong merge that is undone after the lots have ended each file has its own again', async () => {
    const [one, other] = await holders();
    const mergeId = await files.merge(one, other);
    await eatsOften(one, 10);
    await eatsOften(other, 10, 10);
    expect(await paidFen(one, other)).toBe(8_000);
    await november();
    await files.part(other, mergeId);
    expect([await paidFen(one), await paidFen(other), await reversed(one, other)]).toEqual([5_000, 5_000, 0]);
  });
});
