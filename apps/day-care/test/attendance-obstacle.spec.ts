import { localDate } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import { obstacleOn } from '../src/people/domain/attendance-obstacle.js';

const day = (number: number) => localDate(`2026-11-${String(number).padStart(2, '0')}`);
const hospital = (from: number, to: number | null) => ({
  kind: 'hospital' as const,
  from: day(from),
  to: to === null ? null : day(to),
});

describe('what keeps somebody from attending', () => {
  it('is nothing when nothing is known', () => expect(obstacleOn(day(1), [])).toBeUndefined());

  it.each([
    [9, undefined],
    [10, undefined],
    [11, 'in_hospital'],
    [14, 'in_hospital'],
    [15, undefined],
  ])('a stay from the 10th to the 15th on the %ith: %s', (date, expected) => {
    expect(obstacleOn(day(date), [hospital(10, 15)])).toBe(expected);
  });

  it('is a stay without an end from the day after admission', () => {
    expect(obstacleOn(day(10), [hospital(10, null)])).toBeUndefined();
    expect(obstacleOn(day(30), [hospital(10, null)])).toBe('in_hospital');
  });

  it('is a death from the day after, whatever else is known', () => {
    const facts = [hospital(1, 5), { kind: 'death' as const, from: day(10), to: null }];
    expect(obstacleOn(day(10), facts)).toBeUndefined();
    expect(obstacleOn(day(11), facts)).toBe('deceased');
  });
});
