import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, epochDay, fromEpochDay } from '@doorstep/kernel';
import { ageOn, dateOfAge } from '../src/index.js';
import { dayNumber, weekday } from '../src/engine/dates.js';
import { day } from './inputs.mother.js';

describe('ageOn', () => {
  it.each([
    ['birthday', '1949-03-12', '2024-03-11', 74],
    ['birthday', '1949-03-12', '2024-03-12', 75],
    ['birthday', '1948-02-29', '2023-02-28', 74],
    ['birthday', '1948-02-29', '2023-03-01', 75],
    ['birthday', '1948-02-29', '2024-02-29', 76],
    ['day_after', '1949-03-12', '2024-03-12', 74],
    ['day_after', '1949-03-12', '2024-03-13', 75],
    ['day_after', '1949-12-31', '2024-12-31', 74],
    ['day_after', '1949-12-31', '2025-01-01', 75],
    ['day_after', '1948-02-29', '2023-03-01', 74],
    ['day_after', '1948-02-29', '2023-03-02', 75],
    ['day_after', '1948-02-29', '2024-03-01', 76],
    ['month', '1949-03-12', '2024-02-29', 74],
    ['month', '1949-03-12', '2024-03-01', 75],
    ['month', '1948-02-29', '2023-02-28', 74],
    ['month', '1948-02-29', '2024-02-01', 76],
    ['next_month', '1949-03-12', '2024-03-31', 74],
    ['next_month', '1949-03-12', '2024-04-01', 75],
    ['next_month', '1949-12-12', '2024-12-31', 74],
    ['next_month', '1949-12-12', '2025-01-01', 75],
  ] as const)('%s: born %s, on %s: %i', (reached, bornOn, on, age) => {
    expect(ageOn(day(bornOn), day(on), reached)).toBe(age);
  });

  it('reaches each age on dateOfAge and not a day before', () => {
    const born = fc.integer({ min: -30_000, max: 0 }).map(fromEpochDay);
    const reached = fc.constantFrom('birthday', 'day_after', 'month', 'next_month' as const);
    fc.assert(
      fc.property(born, reached, fc.integer({ min: 1, max: 110 }), (bornOn, way, age) => {
        const on = dateOfAge(bornOn, age, way as 'birthday');
        expect(ageOn(bornOn, on, way as 'birthday')).toBe(age);
        expect(ageOn(bornOn, addDays(on, -1), way as 'birthday')).toBe(age - 1);
      }),
    );
  });
});

describe('dates as integers', () => {
  it('agree with the calendar of the kernel', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 80_000 }), (number) => {
        const date = fromEpochDay(number);
        expect(dayNumber(date)).toBe(epochDay(date));
        expect(weekday(number)).toBe(((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);
      }),
    );
  });
});
