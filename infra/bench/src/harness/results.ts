import type { Round, RowResult } from './row.js';
import { counted, summarise } from './rounds.js';

export interface What {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly note?: string;
}

export interface RatioTarget {
  readonly atLeast?: number;
  /** In the unit of the row, whatever the ratio. */
  readonly oursAtLeast?: number;
}

/** A figure against a limit of the same run: the more the better. Without a target it is only reported. */
export function ratioRow(what: What, rounds: readonly Round[], wanted: number, target?: RatioTarget): RowResult {
  const taken = counted(rounds, wanted);
  const { ours, limit, ratio, cpuRatio } = summarise(taken);
  const { atLeast, oursAtLeast } = target ?? {};
  const wishes = [
    ...(atLeast === undefined ? [] : [{ says: `>= ${atLeast}`, met: ratio !== null && ratio >= atLeast }]),
    ...(oursAtLeast === undefined
      ? []
      : [{ says: `>= ${oursAtLeast.toLocaleString('en-US')} ${what.unit}`, met: ours >= oursAtLeast }]),
  ];
  const met = wishes.length === 0 ? null : wishes.every((wish) => wish.met);
  const says = wishes.map((wish) => wish.says).join(', ');
  return { ...what, ours, limit, ratio, cpuRatio, target: says, met, ...quality(taken, wanted), raw: rounds };
}

/** Milliseconds that ours may take longer than the limit side, for one figure of the samples. */
export function differenceRow(
  what: What,
  rounds: readonly Round[],
  wanted: number,
  { figure, atMost }: { readonly figure: string; readonly atMost: number },
): RowResult {
  const taken = counted(rounds, wanted);
  const { ours, limit, ratio, cpuRatio } = summarise(taken, figure);
  const met = limit !== null && ours - limit <= atMost;
  return {
    ...what,
    ours,
    limit,
    ratio,
    cpuRatio,
    target: `limit + ${atMost} ${what.unit}`,
    met,
    ...quality(taken, wanted),
    raw: rounds,
  };
}

export interface CostTarget {
  /** Of the samples; `value` when absent. */
  readonly figure?: string;
  readonly ratioAtMost?: number;
  /** In the unit of the row, whatever the ratio. */
  readonly oursAtMost?: number;
}

/** What something costs, alone or against the limit side of the same round: the less the better. */
export function costRow(what: What, rounds: readonly Round[], wanted: number, target: CostTarget): RowResult {
  const { figure = 'value', ratioAtMost, oursAtMost } = target;
  const taken = counted(rounds, wanted);
  const { ours, limit, ratio, cpuRatio } = summarise(taken, figure);
  const wishes = [
    ...(ratioAtMost === undefined
      ? []
      : [{ says: `ratio <= ${ratioAtMost}`, met: ratio !== null && ratio <= ratioAtMost }]),
    ...(oursAtMost === undefined
      ? []
      : [{ says: `<= ${oursAtMost.toLocaleString('en-US')} ${what.unit}`, met: ours <= oursAtMost }]),
  ];
  const says = wishes.map((wish) => wish.says).join(', ');
  return {
    ...what,
    ours,
    limit,
    ratio,
    cpuRatio,
    target: says,
    met: wishes.every((wish) => wish.met),
    ...quality(taken, wanted),
    raw: rounds,
  };
}

/** A figure without a limit side; `good` says what would be. */
export function reportedRow(
  what: What,
  rounds: readonly Round[],
  { figure, good }: { readonly figure: string; readonly good: string },
): RowResult {
  const { ours } = summarise(rounds, figure);
  return {
    ...what,
    ours,
    limit: null,
    ratio: null,
    cpuRatio: null,
    target: good,
    met: null,
    ...quality(rounds, rounds.length),
    raw: rounds,
  };
}

function quality(taken: readonly Round[], wanted: number): Pick<RowResult, 'rounds' | 'noisy'> {
  return { rounds: taken.length, noisy: taken.length < wanted || taken.some(({ discarded }) => discarded) };
}
