import { describe, expect, it } from '@jest/globals';
import { addFen, basisPointsOf, fen, fenFromSql, formatYuan, MAX_FEN, subtractFen, ZERO_FEN } from '@doorstep/kernel';
import fc from 'fast-check';

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(fen);

describe('money', () => {
  it.each([0.5, NaN, Infinity, MAX_FEN + 1, -MAX_FEN - 1, 2 ** 53])('cannot be made from %d', (value) =>
    expect(() => fen(value)).toThrow(),
  );

  it('reads bigint columns exactly', () => {
    expect(fenFromSql('1234567890123')).toBe(1_234_567_890_123);
    expect(fenFromSql(5n)).toBe(5);
    expect(() => fenFromSql('1.5')).toThrow();
    expect(() => fenFromSql('99999999999999999')).toThrow();
  });

  it('adds and subtracts without loss', () => {
    fc.assert(fc.property(amount, amount, (a, b) => expect(subtractFen(addFen(a, b), b)).toBe(a)));
    expect(addFen()).toBe(ZERO_FEN);
    expect(Object.is(fen(-0), 0)).toBe(true);
    expect(() => addFen(fen(MAX_FEN), fen(1))).toThrow();
  });

  it('takes rates in basis points, rounded down', () => {
    expect(basisPointsOf(fen(999), 5_000)).toBe(499);
    expect(basisPointsOf(fen(MAX_FEN), 10_000)).toBe(MAX_FEN);
    expect(() => basisPointsOf(fen(1), 0.5)).toThrow();
    expect(() => basisPointsOf(fen(1), -1)).toThrow();
    const rate = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(
        amount.filter((value) => value >= 0),
        rate,
        (value, bp) => {
          const part = basisPointsOf(value, bp);
          expect(part * 10_000 <= value * bp && (part + 1) * 10_000 > value * bp).toBe(true);
        },
      ),
    );
  });

  it('is shown in yuan with two digits', () => {
    expect([1234, 5, 0, -1234, -5].map((value) => formatYuan(fen(value)))).toEqual([
      '12.34',
      '0.05',
      '0.00',
      '-12.34',
      '-0.05',
    ]);
  });
});
