import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { FixedClock } from '@doorstep/kernel';
import type { Happening } from '../../src/claims/domain/happening.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { elder, openClaimsDatabase } from '../support/claims-database.js';
import { brokenInvariants } from '../support/invariants.js';
import { careDay } from '../support/world.mother.js';

const on = (day: number): LocalDate => `2026-09-${String(day).padStart(2, '0')}` as LocalDate;
let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase(new FixedClock(new Date('2026-09-30T04:00:00Z')));
});
afterAll(() => db.close());
afterEach(async () => expect(await brokenInvariants(db.owner)).toEqual([]));

/** What insurance paid for a stay is heard after it. */
async function insured(stay: Happening, insurancePaidFen: number): Promise<void> {
  await db.play([{ kind: 'insured', ref: stay.ref, cause: stay.cause, overdue: false, insurancePaidFen }]);
  await db.corrections.drain();
}

async function story(personId: string): Promise<string[]> {
  const sql = `SELECT c.state || ' ' || c.reason || ' ' || c.subsidy_fen AS line FROM claim c
    WHERE person_id = $1 ORDER BY service_date, decision_number`;
  return (await db.owner.query<{ line: string }>(sql, [personId])).rows.map(({ line }) => line);
}

const left = async (personId: string): Promise<number[]> =>
  (
    await db.owner.query<{ left: number }>('SELECT left_fen::integer AS left FROM allowance WHERE person_id = $1', [
      personId,
    ])
  ).rows.map((row) => row.left);

async function vouchered(): Promise<string> {
  const personId = await elder(db);
  await db.days.runAgain(on(1));
  return personId;
}

// Level 2: 90 yuan a day (design), half of what is left by voucher.
describe('what insurance paid, entered after the stay', () => {
  it('comes first: the voucher pays half of what it leaves, and gets back the rest', async () => {
    const personId = await vouchered();
    const stay = careDay(personId, 'attended', {}, on(2));
    await db.play([stay]);
    expect(await story(personId)).toEqual(['settled OK 4500']);
    await insured(stay, 3_000);
    expect(await story(personId)).toEqual(['reversed OK 4500', 'settled OK 3000']);
    expect(await left(personId)).toEqual([77_000]);
    // The same again, as after a redelivery or a second entry of the same amount.
    await insured(stay, 3_000);
    expect(await story(personId)).toHaveLength(2);
  });

  it('is corrected by entering it again, down to nothing', async () => {
    const personId = await vouchered();
    const stay = careDay(personId, 'attended', { insurancePaidFen: 3_000 }, on(2));
    await db.play([stay]);
    await insured(stay, 20_000);
    expect((await story(personId)).at(-1)).toBe('settled OK 0');
    await insured(stay, 0);
    expect(await story(personId)).toEqual(['reversed OK 3000', 'reversed OK 0', 'settled OK 4500']);
    expect(await left(personId)).toEqual([75_500]);
    const { rows } = await db.owner.query<{ why: string }>('SELECT why FROM correction WHERE person_id = $1', [
      personId,
    ]);
    expect(rows.map(({ why }) => why)).toEqual(['insurance_paid', 'insurance_paid']);
  });

  it('leaves more of the voucher to the days that came after it', async () => {
    const personId = await vouchered();
    const days = Array.from({ length: 18 }, (_, index) => careDay(personId, 'attended', {}, on(index + 2)));
    for (const day of days) await db.play([day]);
    expect((await story(personId)).at(-1)).toBe('settled VOUCHER_SHORT 3500');
    await insured(days[0] as Happening, 1_000);
    const after = await story(personId);
    expect(after.slice(0, 2)).toEqual(['reversed OK 4500', 'settled OK 4000']);
    expect(after.slice(-2)).toEqual(['reversed VOUCHER_SHORT 3500', 'settled VOUCHER_SHORT 4000']);
    expect(await left(personId)).toEqual([0]);
  });

  it('says nothing of a day that nobody attended', async () => {
    const personId = await vouchered();
    const booked = careDay(personId, 'asked', {}, on(2));
    await db.play([booked]);
    await insured(booked, 3_000);
    expect(await story(personId)).toEqual(['held OK 4500']);
  });
});
