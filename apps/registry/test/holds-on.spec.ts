import { describe, expect, it } from '@jest/globals';
import { holdingOn } from '../src/people/domain/holds-on.js';
import { born, category, hospital, level } from './support/fact.mother.js';

describe('what is true on a date', () => {
  it('counts the first day of a status and not the day on which it ends', () => {
    const dibao = category('dibao', '2026-01-01', '2026-07-01');
    const on = (date: string) => holdingOn([dibao], date).length;
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-06-30'), on('2026-07-01')]).toEqual([0, 1, 1, 0]);
  });

  it('counts both end days of a stay', () => {
    const stay = hospital('2026-03-01', '2026-03-05');
    const on = (date: string) => holdingOn([stay], date).length;
    expect([on('2026-02-28'), on('2026-03-01'), on('2026-03-05'), on('2026-03-06')]).toEqual([0, 1, 1, 0]);
  });

  it('lets an ability level hold until the next', () => {
    const facts = [level(2, '2026-06-01'), level(1, '2025-01-01'), born('1940-05-05')];
    const levelOn = (date: string) =>
      holdingOn(facts, date).map(({ value }) => (value.kind === 'ability_level' ? value.level : null));
    expect(levelOn('2026-05-31')).toEqual([1, null]);
    expect(levelOn('2026-06-01')).toEqual([2, null]);
    expect(levelOn('1940-05-04')).toEqual([]);
  });
});
