import type { Confidence } from './confidence.js';
import { SampleTooLargeError } from './samples.errors.js';
import { poissonFactor } from './poisson.js';

/** Two-sided standard normal quantiles. */
export const Z: Readonly<Record<Confidence, number>> = {
  80: 1.2815515655446004,
  90: 1.6448536269514722,
  95: 1.959963984540054,
  98: 2.3263478740408408,
  99: 2.5758293035489004,
};

/** AICPA, Audit Guide: Audit Sampling, appendix C: how an expected misstatement widens, by risk of incorrect acceptance. */
const EXPANSION: Readonly<Record<Confidence, number>> = { 80: 1.3, 90: 1.5, 95: 1.6, 98: 1.75, 99: 1.9 };

export const MOST_ITEMS = 10_000;

export const ITEMS_FORMULA = {
  formula: 'n0 = z^2 p (1 - p) / e^2; n = n0 / (1 + (n0 - 1) / N), rounded up',
  source: 'Cochran, Sampling Techniques, 3rd ed., 1977, equations 4.1 and 4.2',
};

export const MONEY_FORMULA = {
  formula: 'interval = (tolerable - expected x expansion factor) / Poisson factor of no errors; n = value / interval',
  source: 'AICPA, Audit Guide: Audit Sampling, appendix C',
};

/** Items of a simple random sample whose share of errors is known to ± margin, with the finite population correction. */
export function itemsFor(
  population: number,
  { confidence, marginBp, expectedBp }: { confidence: Confidence; marginBp: number; expectedBp: number },
): number {
  const p = expectedBp / 10_000;
  const first = (Z[confidence] ** 2 * p * (1 - p)) / (marginBp / 10_000) ** 2;
  // A hair below a whole number is that number: the sum of floating numbers must not cost an item.
  return Math.min(population, Math.ceil(first / (1 + (first - 1) / population) - 1e-9));
}

/** Fen from one selected fen to the next. */
export function intervalFor({
  confidence,
  tolerableFen,
  expectedFen,
}: {
  confidence: Confidence;
  tolerableFen: number;
  expectedFen: number;
}): number {
  const room = tolerableFen - expectedFen * EXPANSION[confidence];
  const interval = Math.floor(room / poissonFactor(0, confidence));
  if (interval < 1) throw new SampleTooLargeError(MOST_ITEMS);
  return interval;
}
