import { describe, expect, it } from '@jest/globals';
import { median, percentile } from '../src/harness/statistics.js';

describe('statistics', () => {
  it('takes the middle of an odd number of values, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  it('sorts numbers and not their texts', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('answers a percentile that was really measured', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0.5, 0.99, 1, 0].map((share) => percentile(hundred, share))).toEqual([50, 99, 100, 1]);
    expect(percentile([1, 1_000], 0.99)).toBe(1_000);
    expect(percentile([7], 0.5)).toBe(7);
  });

  it('refuses to sum up nothing, and leaves its input alone', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
