import { describe, expect, it } from '@jest/globals';
import { periodsOf } from '../src/imports/domain/period-cell.js';
import type { Site } from '../src/sites/domain/site.js';
import { checkedSite } from '../src/sites/domain/site.js';

const PUYA: Site = {
  siteId: 'puya',
  siteKind: 'canteen',
  name: '蒲雅社区一食堂',
  phone: null,
  province: 'liaoning',
  city: 'shenyang',
  district: 'shenbei',
  town: 'daoyi',
  schedule: 'puya',
  standardMealPriceFen: 1000,
  deliveryFeeFen: 200,
  mealPackId: 'cn-shenyang-shenbei',
  dayCarePackId: null,
  periods: periodsOf('dinner 16:00-19:00 cut-off 15:00; lunch 11:00-14:30 cut-off 09:30'),
  places: 0,
  active: true,
};

const verdict = (change: Partial<Site>): string => {
  try {
    checkedSite({ ...PUYA, ...change });
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a site', () => {
  it('lists its periods in the order of the day', () => {
    expect(checkedSite(PUYA).periods.map((period) => period.mealPeriod)).toEqual(['lunch', 'dinner']);
  });

  it.each<[string, Partial<Site>, string]>([
    ['a canteen without a period', { periods: [] }, 'SITE.NO_PERIOD'],
    ['a day-care centre without places', { siteKind: 'day_care_centre' }, 'SITE.NO_PLACES'],
    ['a day-care centre without meals', { siteKind: 'day_care_centre', places: 1, periods: [] }, 'taken'],
    ['closed before open', { periods: periodsOf('lunch 14:00-11:00 cut-off 09:30') }, 'SITE.PERIOD_UPSIDE_DOWN'],
    ['orders after closing', { periods: periodsOf('lunch 11:00-14:00 cut-off 14:01') }, 'SITE.CUT_OFF_AFTER_CLOSING'],
    ['orders until late the day before', { periods: periodsOf('lunch 11:00-14:00 cut-off 20:00 day-before') }, 'taken'],
    [
      'lunch into dinner',
      { periods: periodsOf('lunch 11:00-16:30 cut-off 09:30; dinner 16:00-19:00 cut-off 15:00') },
      'SITE.PERIODS_OVERLAP',
    ],
    [
      'lunch twice',
      { periods: periodsOf('lunch 11:00-12:00 cut-off 09:30; lunch 12:00-13:00 cut-off 09:30') },
      'SITE.PERIOD_TWICE',
    ],
  ])('%s', (_name, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});

describe('the cell of periods', () => {
  it('reads times and the day before', () => {
    expect(periodsOf('breakfast 06:00-10:00 cut-off 20:00 day-before')).toEqual([
      { mealPeriod: 'breakfast', opensAt: '06:00', closesAt: '10:00', cutOffAt: '20:00', cutOffDayBefore: true },
    ]);
    expect(periodsOf(undefined)).toEqual([]);
  });

  it.each(['brunch 10:00-11:00 cut-off 09:00', 'lunch 25:00-26:00 cut-off 09:00', 'lunch', 'lunch 11:00-14:00', ';'])(
    'refuses %s',
    (cell) => {
      expect(() => periodsOf(cell)).toThrow('lunch 11:00-14:00 cut-off 09:30');
    },
  );
});
