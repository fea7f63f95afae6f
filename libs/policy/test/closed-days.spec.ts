import { localDate } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import type { CalendarTerm } from '../src/sites/closed-days.js';
import { closedOn } from '../src/sites/closed-days.js';

const WEDNESDAY = localDate('2026-12-02');
const closure = (from: string, to: string, version = 1, series = 'closure/a'): CalendarTerm => ({
  ...{ series, version, from, to, term: { kind: 'closure', reason: 'repair' } },
});
const weekly = (kind: 'opening' | 'stops', weekdays: number[], from = '2026-01-01'): CalendarTerm => {
  const days = weekdays.map((weekday) => ({ weekday }));
  const term = kind === 'opening' ? { kind, hours: days } : { kind, stops: days };
  return { series: kind, version: 1, from, to: null, term };
};

describe('a day of a site', () => {
  it('is open when nobody said otherwise', () => {
    expect(closedOn([], WEDNESDAY, false)).toBeUndefined();
    expect(closedOn([closure('2026-12-03', '2026-12-09')], WEDNESDAY, false)).toBeUndefined();
    expect(closedOn([closure('2026-12-01', '2026-12-02')], WEDNESDAY, false)).toBeUndefined();
  });

  it('is closed until the last of all closures is over, and weekends count', () => {
    const terms = [
      closure('2026-12-01', '2026-12-04'),
      closure('2026-12-04', '2026-12-05', 2, 'closure/b'),
      weekly('opening', [1, 2, 3, 4, 5]),
    ];
    expect(closedOn(terms, WEDNESDAY, false)).toEqual({
      ...{ because: 'closure', reason: 'repair', reopensOn: '2026-12-07' },
    });
  });

  it('is open again when the closure was called off or ended early', () => {
    expect(
      closedOn([closure('2026-12-01', '2026-12-09'), closure('2026-12-01', '2026-12-02', 2)], WEDNESDAY, false),
    ).toBe(undefined);
  });

  it.each([
    ['a weekday without hours', weekly('opening', [1, 2]), false, { because: 'weekday', reopensOn: '2026-12-07' }],
    ['a truck that stops elsewhere', weekly('stops', [5]), true, { because: 'no_stop', reopensOn: '2026-12-04' }],
    ['a truck without any stop', weekly('stops', [5], '2029-01-01'), true, { because: 'no_stop', reopensOn: null }],
  ] as const)('is closed: %s', (_name, term, moving, expected) => {
    expect(closedOn([term], WEDNESDAY, moving)).toMatchObject(expected);
  });

  it('goes by the timetable that began last', () => {
    const terms = [weekly('opening', [1]), { ...weekly('opening', [3], '2026-12-01'), version: 2 }];
    expect(closedOn(terms, WEDNESDAY, false)).toBeUndefined();
    expect(closedOn(terms, localDate('2026-11-25'), false)).toMatchObject({ because: 'weekday' });
  });
});
