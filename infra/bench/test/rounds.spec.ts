import { describe, expect, it } from '@jest/globals';
import { costRow, differenceRow, ratioRow } from '../src/harness/results.js';
import { counted, interleave, summarise } from '../src/harness/rounds.js';
import type { Side } from '../src/harness/rounds.js';
import type { Round } from '../src/harness/row.js';
import type { Sample } from '../src/harness/sample.js';

const quiet = { rounds: 3, limitMs: 1e9, say: () => undefined, show: () => '', probe: () => 1 };

function side(name: string, order: string[], values: readonly number[], violations: readonly string[] = []): Side {
  return {
    measure: (round) => {
      order.push(`${name}${round}`);
      return Promise.resolve({ value: values[round] as number });
    },
    check: () => Promise.resolve(violations),
  };
}

const round = (ours: Sample, limit: Sample, drift = 0): Round => ({ ours, limit, drift, discarded: drift > 0.2 });

describe('rounds', () => {
  it('takes the sides in turn after a warm-up that does not count', async () => {
    const order: string[] = [];
    const { rounds } = await interleave(side('a', order, [9, 1, 2, 3]), side('b', order, [9, 2, 2, 2]), quiet);
    expect(order).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    expect(summarise(rounds)).toEqual({ ours: 2, limit: 2, ratio: 1, cpuRatio: null });
  });

  it('collects what the checks find in every round', async () => {
    const { violations } = await interleave(side('a', [], [1, 1, 1, 1], ['lost']), undefined, quiet);
    expect(violations).toEqual(['lost', 'lost', 'lost', 'lost']);
  });

  it('repeats rounds in which the machine changed, a few times', async () => {
    const probes = [1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const values = Array.from({ length: 9 }, (_, i) => i);
    const options = { ...quiet, probe: () => probes.shift() ?? 1 };
    const { rounds } = await interleave(side('a', [], values), side('b', [], values), options);
    expect(rounds.map(({ discarded }) => discarded)).toEqual([true, false, false, false]);
    const restless = { ...quiet, probe: () => Math.random() * 1e6 + 1 };
    const never = await interleave(side('a', [], values), side('b', [], values), restless);
    expect(never.rounds.length).toBeLessThanOrEqual(6);
  });

  it.each([6, 60])('begins no round when the time is up, but one there is: %i ms at a time', async (step) => {
    let at = 0;
    const options = { ...quiet, limitMs: 10, now: () => (at += step) };
    const { rounds } = await interleave(side('a', [], [1, 1, 1, 1]), undefined, options);
    expect(rounds).toHaveLength(1);
  });

  it('compares within rounds: the median of ratios, not the ratio of medians', () => {
    const rounds = [
      round({ value: 10 }, { value: 10 }),
      round({ value: 50 }, { value: 100 }),
      round({ value: 4 }, { value: 8 }),
    ];
    expect(summarise(rounds).ratio).toBe(0.5);
  });

  it('compares the work as well as the time: less of it a unit is more', () => {
    const rounds = [round({ value: 1, cpuUs: 50 }, { value: 1, cpuUs: 40 }), round({ value: 1 }, { value: 1 })];
    expect(summarise(rounds).cpuRatio).toBe(0.8);
  });

  it('falls back on the quietest rounds when none was quiet', () => {
    const rounds = [0.9, 0.3, 0.5, 0.25].map((drift) => round({ value: drift }, { value: 1 }, drift));
    expect(counted(rounds, 3).map(({ drift }) => drift)).toEqual([0.25, 0.3, 0.5]);
  });
});

describe('results', () => {
  const rounds = [round({ value: 600, p99: 30 }, { value: 1_000, p99: 9 })];
  const what = { id: 'R', what: 'thing', unit: '/s' };

  it('meets a ratio and a floor only when both hold', () => {
    expect(ratioRow(what, rounds, 1, { atLeast: 0.6 }).met).toBe(true);
    expect(ratioRow(what, rounds, 1, { atLeast: 0.61 }).met).toBe(false);
    expect(ratioRow(what, rounds, 1, { atLeast: 0.6, oursAtLeast: 601 }).met).toBe(false);
    expect(ratioRow(what, rounds, 1).met).toBeNull();
  });

  it('says of how many rounds a figure is the median, and when they were not quiet', () => {
    expect(ratioRow(what, rounds, 1)).toMatchObject({ rounds: 1, noisy: false });
    expect(ratioRow(what, rounds, 5)).toMatchObject({ rounds: 1, noisy: true });
    const shaken = [round({ value: 1 }, { value: 1 }, 0.4)];
    expect(ratioRow(what, shaken, 1)).toMatchObject({ rounds: 1, noisy: true });
  });

  it('measures a latency by its difference to the limit', () => {
    expect(differenceRow(what, rounds, 1, { figure: 'p99', atMost: 21 }).met).toBe(true);
    expect(differenceRow(what, rounds, 1, { figure: 'p99', atMost: 20 }).met).toBe(false);
  });

  it('wants a cost to be small, by itself and against the limit', () => {
    expect(costRow(what, rounds, 1, { ratioAtMost: 0.6 }).met).toBe(true);
    expect(costRow(what, rounds, 1, { ratioAtMost: 0.59 }).met).toBe(false);
    expect(costRow(what, rounds, 1, { figure: 'p99', oursAtMost: 30 })).toMatchObject({
      met: true,
      target: '<= 30 /s',
    });
    expect(costRow(what, rounds, 1, { ratioAtMost: 0.6, oursAtMost: 599 }).met).toBe(false);
  });
});
