import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstUnaccounted, progressOf, stillMissing } from '../src/sources/domain/density.js';

const now = new Date('2026-11-23T04:00:10Z');
const hole = (from: number, to: number, secondsAgo: number) => ({
  from: BigInt(from),
  to: BigInt(to),
  noticedAt: new Date(now.getTime() - secondsAgo * 1000),
});

describe('the progress of a source', () => {
  it('reaches what was scanned when nothing is missing', () => {
    expect(progressOf(9n, [], now, 10_000)).toEqual({ mark: 9n, gaps: [] });
  });

  it('stops before a hole that is still young', () => {
    expect(progressOf(9n, [hole(4, 5, 9)], now, 10_000)).toEqual({ mark: 3n, gaps: [] });
  });

  it('passes a hole once it is a gap, up to the next young one', () => {
    const progress = progressOf(20n, [hole(4, 5, 10), hole(8, 8, 30), hole(12, 13, 1), hole(15, 15, 60)], now, 10_000);
    expect(progress).toEqual({
      mark: 11n,
      gaps: [
        { from: 4n, to: 5n },
        { from: 8n, to: 8n },
      ].map(only),
    });
  });
});

const only = ({ from, to }: { from: bigint; to: bigint }) => ({ from, to });

describe('what of a gap is still missing', () => {
  it.each([
    [
      [5],
      [
        [3, 4],
        [6, 9],
      ],
    ],
    [[3], [[4, 9]]],
    [[9], [[3, 8]]],
    [[3, 4, 5, 6, 7, 8, 9], []],
    [[], [[3, 9]]],
  ])('after %j', (arrived, expected) => {
    const missing = stillMissing({ from: 3n, to: 9n }, arrived.map(BigInt));
    expect(missing.map(({ from, to }) => [Number(from), Number(to)])).toEqual(expected);
  });

  it('is exactly what did not arrive', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 10, max: 60 })).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(numbers, (arrived) => {
        const missing = stillMissing({ from: 10n, to: 60n }, arrived.map(BigInt));
        const listed = missing.flatMap(({ from, to }) =>
          Array.from({ length: Number(to - from) + 1 }, (_, n) => Number(from) + n),
        );
        const all = Array.from({ length: 51 }, (_, n) => n + 10);
        expect(listed).toEqual(all.filter((number) => !arrived.includes(number)));
      }),
    );
  });
});

it('the first missing number that no gap accounts for is found', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 30 })).map((list) => list.sort((a, b) => a - b));
  const one = (number: number) => ({ from: BigInt(number), to: BigInt(number) });
  fc.assert(
    fc.property(numbers, numbers, (arrived, gaps) => {
      const missing = stillMissing({ from: 1n, to: 30n }, arrived.map(BigInt));
      const all = Array.from({ length: 30 }, (_, n) => n + 1);
      const expected = all.find((number) => !arrived.includes(number) && !gaps.includes(number));
      expect(Number(firstUnaccounted(missing, gaps.map(one)) ?? 0)).toBe(expected ?? 0);
    }),
  );
});
