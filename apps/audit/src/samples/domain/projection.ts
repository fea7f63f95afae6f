import type { Confidence } from './confidence.js';
import { poissonFactor } from './poisson.js';
import { Z } from './sample-size.js';

export interface CheckedItem {
  readonly stratum: string;
  readonly amountFen: number;
  /** 0 where nothing is wrong; too much is positive. */
  readonly errorFen: number;
}

export interface PopulationPart {
  readonly stratum: string;
  readonly items: number;
  readonly valueFen: number;
}

export interface Interval {
  readonly method: 'mean_per_unit' | 'ratio' | 'stratified' | 'monetary_unit';
  readonly projectedFen: number;
  readonly lowFen: number | null;
  readonly highFen: number;
}

/** Cochran 1977, chapter 2: N times the mean error; variance N^2 (1 - n/N) s^2 / n. */
export function meanPerUnit(part: PopulationPart, items: readonly CheckedItem[], confidence: Confidence): Interval {
  const { total, variance } = estimate(part, items);
  return around('mean_per_unit', total, Math.sqrt(variance), confidence);
}

/** Cochran 1977, chapter 6: error per fen of the sample times the value of the population. Null without any value. */
export function ratio(
  part: PopulationPart,
  items: readonly CheckedItem[],
  confidence: Confidence,
): Interval | undefined {
  const value = items.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (value <= 0 || part.valueFen <= 0) return undefined;
  const perFen = items.reduce((sum, { errorFen }) => sum + errorFen, 0) / value;
  const spread = varianceOf(
    items.map(({ amountFen, errorFen }) => errorFen - perFen * amountFen),
    0,
  );
  const error = Math.sqrt(part.items ** 2 * unseen(part, items) * (spread / items.length));
  return around('ratio', perFen * part.valueFen, error, confidence);
}

/** Cochran 1977, chapter 5: the strata each for themselves, their totals and variances added up. */
export function stratified(
  parts: readonly PopulationPart[],
  items: readonly CheckedItem[],
  confidence: Confidence,
): Interval {
  let [total, variance] = [0, 0];
  for (const part of parts) {
    const own = estimate(
      part,
      items.filter(({ stratum }) => stratum === part.stratum),
    );
    total += own.total;
    variance += own.variance;
  }
  return around('stratified', total, Math.sqrt(variance), confidence);
}

/**
 * Stringer's bound as in the AICPA guide: items of an interval or more count with their own error; every other error stands for the
 * share of its amount that is wrong, times the interval, and for a wider gap the more errors there are.
 */
export function monetaryUnit(items: readonly CheckedItem[], intervalFen: number, confidence: Confidence): Interval {
  const sure = items.filter(({ amountFen }) => amountFen >= intervalFen);
  const known = sure.reduce((sum, { errorFen }) => sum + errorFen, 0);
  const taints = items
    .filter(({ amountFen, errorFen }) => amountFen < intervalFen && errorFen !== 0)
    .map(({ amountFen, errorFen }) => errorFen / amountFen)
    .sort((a, b) => b - a);
  let [projected, bound, factor] = [0, poissonFactor(0, confidence), poissonFactor(0, confidence)];
  taints.forEach((taint, n) => {
    projected += taint;
    if (taint < 0) return;
    const next = poissonFactor(n + 1, confidence);
    bound += taint * (next - factor);
    factor = next;
  });
  return {
    method: 'monetary_unit',
    projectedFen: Math.round(known + projected * intervalFen),
    lowFen: null,
    highFen: Math.round(known + bound * intervalFen),
  };
}

function estimate(part: PopulationPart, items: readonly CheckedItem[]): { total: number; variance: number } {
  if (items.length === 0) return { total: 0, variance: 0 };
  const errors = items.map(({ errorFen }) => errorFen);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const variance = part.items ** 2 * unseen(part, items) * (varianceOf(errors, mean) / errors.length);
  return { total: part.items * mean, variance };
}

/** The finite population correction. */
function unseen(part: PopulationPart, items: readonly CheckedItem[]): number {
  return Math.max(0, 1 - items.length / part.items);
}

function varianceOf(values: readonly number[], mean: number): number {
  if (values.length < 2) return 0;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function around(method: Interval['method'], total: number, error: number, confidence: Confidence): Interval {
  const half = Z[confidence] * error;
  return {
    method,
    projectedFen: Math.round(total),
    lowFen: Math.round(total - half),
    highFen: Math.round(total + half),
  };
}
