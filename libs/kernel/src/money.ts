import { assert } from './assert.js';

/**
 * An amount of money in integer fen (1 yuan = 100 fen). There is no way to make one from a fraction.
 * Amounts are limited to ±10^13 fen (10^11 yuan), so that sums of a city's year stay exact in a double.
 */
export type Fen = number & { readonly __unit: 'fen' };

export const MAX_FEN = 10_000_000_000_000;

/** Accepts an integer number of fen. Throws on fractions, NaN and amounts over the limit: these are programming errors. */
export function fen(amount: number): Fen {
  assert(Number.isSafeInteger(amount) && Math.abs(amount) <= MAX_FEN, 'an amount must be an integer number of fen');
  return (amount === 0 ? 0 : amount) as Fen;
}

/** PostgreSQL returns bigint columns as strings; this is the one place that reads them. */
export function fenFromSql(value: string | number | bigint): Fen {
  return fen(Number(value));
}

export const ZERO_FEN = fen(0);

export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce<number>((sum, amount) => sum + amount, 0));
}

export function subtractFen(from: Fen, amount: Fen): Fen {
  return fen(from - amount);
}

/** `floor(amount x bp / 10000)`: rates are basis points, and the public side always pays the rounded-down amount. */
export function basisPointsOf(amount: Fen, bp: number): Fen {
  assert(Number.isInteger(bp) && bp >= 0 && bp <= 1_000_000, 'a rate must be an integer number of basis points');
  return fen(Number((BigInt(amount) * BigInt(bp)) / 10_000n));
}

/** Renders fen for people: 1234 -> "12.34". */
export function formatYuan(amount: Fen): string {
  const sign = amount < 0 ? '-' : '';
  const absolute = Math.abs(amount);
  return `${sign}${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
}
