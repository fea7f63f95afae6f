import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  addMonths,
  epochDay,
  fromEpochDay,
  isLocalDate,
  isoWeekday,
  localDate,
  mondayOf,
  monthOf,
  shanghaiDate,
  shanghaiInstant,
  shanghaiTime,
} from '@doorstep/kernel';
import fc from 'fast-check';

const anyDay = fc.integer({ min: epochDay(localDate('1850-01-01')), max: epochDay(localDate('2199-12-31')) });

describe('LocalDate', () => {
  it.each(['2026-10-12', '2024-02-29', '1850-01-01', '2199-12-31'])('takes %s', (text) =>
    expect(localDate(text)).toBe(text),
  );

  it.each([
    '2023-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '1849-12-31',
    '2200-01-01',
    '2026-1-1',
    '',
    '2026-10-12T00',
  ])('refuses %j', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow();
  });

  it('counts days there and back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(epochDay(fromEpochDay(day))).toBe(day);
        expect(isLocalDate(fromEpochDay(day))).toBe(true);
      }),
    );
    expect(addDays(localDate('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addDays(localDate('2027-01-01'), -1)).toBe('2026-12-31');
  });

  it('knows weeks and months', () => {
    expect(isoWeekday(localDate('2026-10-12'))).toBe(1);
    expect(isoWeekday(localDate('2026-10-18'))).toBe(7);
    expect(isoWeekday(localDate('1969-12-28'))).toBe(7);
    expect(mondayOf(localDate('2026-10-18'))).toBe('2026-10-12');
    expect(monthOf(localDate('2026-10-18'))).toBe('2026-10');
    expect(addMonths(monthOf(localDate('2026-12-31')), 2)).toBe('2027-02');
    expect(addMonths(monthOf(localDate('2026-01-31')), -1)).toBe('2025-12');
  });

  it('changes the business date at midnight in Shanghai', () => {
    expect(shanghaiDate(new Date('2026-10-12T15:59:59.999Z'))).toBe('2026-10-12');
    expect(shanghaiDate(new Date('2026-10-12T16:00:00Z'))).toBe('2026-10-13');
    expect(shanghaiTime(new Date('2026-10-12T03:05:00Z'))).toBe('11:05');
    expect(shanghaiInstant(localDate('2026-10-12'), '11:05').toISOString()).toBe('2026-10-12T03:05:00.000Z');
  });
});
