import type { LocalDate } from '@doorstep/kernel';
import { expect, it } from '@jest/globals';
import { demoCity } from '../src/city.js';
import { drawUpLunch } from '../src/lunch/script.js';

it('thirty elders stay in day care, and one who has booked does not come; both who also eat at a canteen are among the thirty', () => {
  const date = '2026-11-18' as LocalDate;
  const { dayCare, lunchThenCare, careThenLunch } = drawUpLunch(date, demoCity(date).people, 1);
  expect(new Set(dayCare.map(({ personId }) => personId)).size).toBe(31);
  const staying = dayCare.slice(0, -1);
  expect(staying).toHaveLength(30);
  for (const { person } of [lunchThenCare, careThenLunch]) expect(staying).toContain(person);
});
