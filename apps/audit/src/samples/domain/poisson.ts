import type { Confidence } from './confidence.js';

/**
 * The mean of a Poisson distribution under which so few errors or fewer come with probability 1 - confidence: 3.00, 4.75, 6.30 … at
 * 95 %, the factors that tables of monetary-unit sampling print.
 */
export function poissonFactor(errors: number, confidence: Confidence): number {
  const risk = 1 - confidence / 100;
  return rootOf((mean) => atMost(errors, mean) - risk, 0, errors * 2 + 50);
}

function atMost(errors: number, mean: number): number {
  let [term, sum] = [Math.exp(-mean), 0];
  for (let k = 0; k <= errors; k++) {
    sum += term;
    term *= mean / (k + 1);
  }
  return sum;
}

/** Halves an interval at whose ends a falling function has different signs. */
export function rootOf(falling: (x: number) => number, low: number, high: number): number {
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (falling(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
