import { describe, expect, it } from '@jest/globals';
import { type Ask, reperform } from '@doorstep/local-stack';
import type { ToldCity } from './support/told-city.js';
import { DAYS, Weeks } from './support/weeks.js';

const NEVER = -1;
const ALL_DATES = { from: '0000-01-01', to: '9999-12-31' };

async function* records(city: ToldCity) {
  for (const record of city.log) yield Promise.resolve(record);
}

/** What the ledger and the budgets of the service would say. */
function tables({ balances, pool }: ToldCity): Ask {
  const { state, heldDelta, spentDelta } = pool;
  const pages: Record<string, object[]> = {
    '/benefits/v1/ledger/accounts': [...balances].map(([account, balanceFen]) => ({ account, balanceFen })),
    '/benefits/v1/budgets': [{ ...state, heldFen: heldDelta, spentFen: spentDelta, priorFen: 0 }],
    '/benefits/v1/calendar/2026': [],
  };
  return async <T>(path: string): Promise<T> =>
    Promise.resolve({ year: 2026, days: [], items: pages[path.split('?')[0] ?? ''] ?? [], next: null } as T);
}

describe('what the service tells is enough to decide everything again', () => {
  it.each([1, 2, 3, 4, 5, 6])('with corrections, lots, vouchers, stays and receipts (seed %d)', async (seed) => {
    const weeks = new Weeks(seed);
    weeks.play();
    const { findings } = await reperform({ log: records(weeks.city), dates: ALL_DATES, ask: tables(weeks.city) });
    expect(findings.differences.slice(0, 5)).toEqual([]);
    expect(findings.counts.claims).toBeGreaterThan(100);
    expect(findings.counts.accounts).toBeGreaterThan(5);
    expect(findings.counts.notComparable).toBe(0);
  });

  it.each([
    [1, { merged: 12, parted: DAYS }],
    [2, { merged: 9, parted: DAYS }],
    [3, { merged: 6, parted: 16 }],
    [4, { merged: 10, parted: 20 }],
    [5, { merged: 3, parted: 8 }],
  ])('when two files are one person, and when they are two again (seed %d)', async (seed, twice) => {
    const weeks = new Weeks(seed);
    weeks.play(twice);
    const { findings } = await reperform({ log: records(weeks.city), dates: ALL_DATES, ask: tables(weeks.city) });
    expect(findings.differences.slice(0, 5)).toEqual([]);
    expect(findings.counts.claims).toBeGreaterThan(100);
    expect(weeks.city.log.some(({ bytes }) => String(bytes).includes('"alsoCounted"'))).toBe(true);
  });

  it.each([
    [3, { merged: 6, parted: 16 }],
    [5, { merged: 3, parted: 8 }],
    [7, { merged: 5, parted: 22 }],
  ])('and two files that are two again have what they would have had alone (seed %d)', (seed, twice) => {
    const [merged, alone] = [new Weeks(seed), new Weeks(seed)];
    merged.play(twice);
    alone.play({ merged: NEVER, parted: NEVER });
    expect(merged.city.standing()).toEqual(alone.city.standing());
  });

  it('and the weeks hold what makes that hard', () => {
    const weeks = new Weeks(2);
    weeks.play();
    const told = weeks.city.log.map(({ bytes }) => String(bytes)).join('\n');
    for (const part of [
      'notCounted',
      '"lots"',
      '"vouchers"',
      'BUDGET_EXHAUSTED',
      'MEAL_IN_DAYCARE',
      'differenceFen',
      'no_show',
      'insurance-recorded',
    ])
      expect([part, told.includes(part)]).toEqual([part, true]);
  });
});
