import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { GrantPeriod } from '../../src/grants/domain/grant-period.js';
import { grantOf } from '../../src/grants/domain/grant-sum.js';
import { releasedPack } from '../support/packs.js';

const packs = new Map(['operator-grants', 'cn-taiyuan-card'].map((packId) => [packId, releasedPack(packId)]));
const on = '2026-06-01' as LocalDate;
const general = (scheme: string) => ({ packId: 'operator-grants', scheme });
const running = { packId: 'cn-taiyuan-card', scheme: 'monthly_steps' };

describe('a grant', () => {
  it('is computed by the pack of that date, with its steps', () => {
    const { paid } = grantOf(packs, [running], { meals: 1600, openDays: 22 }, on);
    expect(paid.fen).toBe(900 * 100 + 100 * 50);
    expect(paid.steps.map(({ fen }) => fen)).toEqual([0, 90_000, 5_000]);
    expect(grantOf(packs, [running], { meals: 1600, openDays: 19 }, on).paid.fen).toBe(0);
  });

  it('is the highest one of several, never their sum', () => {
    const inputs = { meals: 300, openDays: 250, openMonths: 12, canteenMonths: 12, averageDinersTenths: 101, star: 2 };
    const { paid, candidates } = grantOf(
      packs,
      [general('diner_band'), general('star'), general('per_meal')],
      inputs,
      on,
    );
    expect(candidates.map(({ fen }) => fen)).toEqual([2_000_000, 1_500_000, 30_000]);
    expect(paid).toMatchObject({ scheme: 'diner_band', fen: 2_000_000 });
  });

  it('is refused without a count that it needs, for an unknown scheme and before there was a rule', () => {
    expect(() => grantOf(packs, [general('star')], { openMonths: 12 }, on)).toThrow('star');
    expect(() => grantOf(packs, [general('nothing')], {}, on)).toThrow('nothing');
    expect(() => grantOf(packs, [{ packId: 'nowhere', scheme: 'star' }], {}, on)).toThrow('star');
    expect(() => grantOf(packs, [general('per_meal')], { meals: 1 }, '2019-12-31' as LocalDate)).toThrow('per_meal');
  });
});

it.each([
  ['2026-02', '2026-02-01', '2026-02-28', '2026-02-28T16:00:00.000Z'],
  ['2026-12', '2026-12-01', '2026-12-31', '2026-12-31T16:00:00.000Z'],
  ['2024', '2024-01-01', '2024-12-31', '2024-12-31T16:00:00.000Z'],
])('the period %s goes from %s to %s', (name, firstOn, lastOn, endsAt) => {
  const period = new GrantPeriod(name);
  expect([period.firstOn, period.lastOn, period.endsAt.toISOString()]).toEqual([firstOn, lastOn, endsAt]);
});
