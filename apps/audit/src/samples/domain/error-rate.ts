import type { Confidence } from './confidence.js';
import { rootOf } from './poisson.js';

export interface Rate {
  readonly bp: number;
  readonly lowBp: number;
  readonly highBp: number;
}

/** Clopper and Pearson, Biometrika 26 (1934): the exact interval, which also says something when no error was found. */
export function errorRate(errors: number, items: number, confidence: Confidence): Rate {
  const tail = (1 - confidence / 100) / 2;
  const high = errors === items ? 1 : rootOf((p) => atMost(errors, items, p) - tail, 0, 1);
  const low = errors === 0 ? 0 : rootOf((p) => tail - (1 - atMost(errors - 1, items, p)), 0, 1);
  return { bp: bp(errors / items), lowBp: bp(low), highBp: bp(high) };
}

/** P(X <= errors) of a binomial distribution, by logarithms so that large samples do not underflow. */
function atMost(errors: number, items: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return errors >= items ? 1 : 0;
  let [log, sum] = [items * Math.log1p(-p), 0];
  for (let k = 0; k <= errors; k++) {
    sum += Math.exp(log);
    log += Math.log((items - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}

const bp = (share: number): number => Math.round(share * 10_000);
