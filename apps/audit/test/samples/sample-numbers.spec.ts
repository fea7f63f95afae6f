import { describe, expect, it } from '@jest/globals';
import { allocate } from '../../src/samples/domain/allocation.js';
import { errorRate } from '../../src/samples/domain/error-rate.js';
import { poissonFactor } from '../../src/samples/domain/poisson.js';
import { meanPerUnit, monetaryUnit, ratio, stratified } from '../../src/samples/domain/projection.js';
import { intervalFor, itemsFor } from '../../src/samples/domain/sample-size.js';

describe('the size of a sample', () => {
  // Krejcie and Morgan, Educational and Psychological Measurement 30 (1970), table 1: 95 %, ± 5 %, half expected.
  it.each([
    [100, 80],
    [500, 217],
    [1_000, 278],
    [2_000, 322],
    [10_000, 370],
    [100_000, 383],
    [1_000_000, 384],
  ])('of %i items is that of the published table: %i', (population, size) => {
    const exact = itemsFor(population, { confidence: 95, marginBp: 500, expectedBp: 5_000 });
    // The table rounds to the nearest item, an auditor rounds up.
    expect([size, size + 1]).toContain(exact);
  });

  it('is counted by hand for an expected error of 2 % ± 1 % at 90 %', () => {
    // n0 = 1.6449^2 x 0.02 x 0.98 / 0.01^2 = 530.3; n = 530.3 / (1 + 529.3 / 5000) = 479.5
    expect(itemsFor(5_000, { confidence: 90, marginBp: 100, expectedBp: 200 })).toBe(480);
  });

  it('is never more than there is', () => {
    expect(itemsFor(7, { confidence: 99, marginBp: 10, expectedBp: 5_000 })).toBe(7);
    expect(itemsFor(1, { confidence: 95, marginBp: 500, expectedBp: 5_000 })).toBe(1);
  });

  it('of money follows from tolerable and expected errors', () => {
    // AICPA: 125,000 tolerable, 5 % risk, 25,000 expected: (125,000 - 25,000 x 1.6) / 2.9957 = 28,373
    const interval = intervalFor({ confidence: 95, tolerableFen: 125_000, expectedFen: 25_000 });
    expect(interval).toBe(28_373);
    expect(() => intervalFor({ confidence: 95, tolerableFen: 100, expectedFen: 90 })).toThrow('too many items');
  });
});

it.each([
  // AICPA, Audit Guide: Audit Sampling, table C-2.
  [95, [3.0, 4.75, 6.3, 7.76, 9.16, 10.52]],
  [90, [2.31, 3.89, 5.33, 6.69, 8.0, 9.28]],
  [99, [4.61, 6.64, 8.41, 10.05, 11.61, 13.11]],
  [80, [1.61, 3.0, 4.28, 5.52, 6.73, 7.91]],
] as const)('Poisson factors at %i %% are those of the printed table', (confidence, printed) => {
  printed.forEach((factor, errors) => expect(Math.abs(poissonFactor(errors, confidence) - factor)).toBeLessThan(0.011));
});

it.each([
  // Clopper and Pearson; 0 of 20 and 10 of 100 are in every table.
  [0, 20, 95, { bp: 0, lowBp: 0, highBp: 1684 }],
  [10, 100, 95, { bp: 1000, lowBp: 490, highBp: 1762 }],
  [20, 20, 95, { bp: 10_000, lowBp: 8316, highBp: 10_000 }],
  [1, 10, 90, { bp: 1000, lowBp: 51, highBp: 3942 }],
] as const)('%i errors of %i at %i %% lie where the exact interval says', (errors, items, confidence, rate) => {
  expect(errorRate(errors, items, confidence)).toEqual(rate);
});

describe('shares of a sample', () => {
  const strata = [
    { stratum: 'a', items: 600, valueFen: 0, spreadFen: 1 },
    { stratum: 'b', items: 300, valueFen: 0, spreadFen: 6 },
    { stratum: 'c', items: 100, valueFen: 0, spreadFen: 24 },
  ];

  it('go by number of items, or by number and spread', () => {
    expect([...allocate(50, strata, 'proportional').values()]).toEqual([30, 15, 5]);
    // 600 x 1 : 300 x 6 : 100 x 24 = 600 : 1,800 : 2,400
    expect([...allocate(40, strata, 'neyman').values()]).toEqual([5, 15, 20]);
  });

  it('are two at least, all of a small stratum at most, and as many as asked', () => {
    const odd = [
      { stratum: 'tiny', items: 1, valueFen: 0, spreadFen: 0 },
      { stratum: 'large', items: 999, valueFen: 0, spreadFen: 1 },
    ];
    expect([...allocate(10, odd, 'proportional').values()]).toEqual([1, 9]);
    expect([...allocate(10, odd, 'neyman').values()]).toEqual([1, 9]);
    const same = [{ stratum: 'x', items: 50, valueFen: 0, spreadFen: 0 }];
    expect([...allocate(7, same, 'neyman').values()]).toEqual([7]);
    for (let total = 6; total < 200; total++)
      expect([...allocate(total, strata, 'proportional').values()].reduce((a, b) => a + b)).toBe(total);
  });
});

describe('what was found, projected', () => {
  const item = (errorFen: number, amountFen = 1_000, stratum = 'all') => ({ errorFen, amountFen, stratum });
  const population = { stratum: 'all', items: 1_000, valueFen: 1_100_000 };

  it('by the mean: 10 of 1,000 items, errors 0 and 50 by turns', () => {
    // mean 25, s^2 = 10 x 625 / 9 = 694.44, SE = 1000 x sqrt(0.99 x 69.444) = 8,291.6; 1.96 x SE = 16,251
    const items = Array.from({ length: 10 }, (_, n) => item(n % 2 === 0 ? 0 : 50));
    expect(meanPerUnit(population, items, 95)).toEqual({
      method: 'mean_per_unit',
      projectedFen: 25_000,
      lowFen: 8_749,
      highFen: 41_251,
    });
  });

  it('by the ratio: an error that is the same share of every amount has no spread', () => {
    const items = [item(10, 100), item(20, 200), item(30, 300)];
    expect(ratio(population, items, 95)).toEqual({
      method: 'ratio',
      projectedFen: 110_000,
      lowFen: 110_000,
      highFen: 110_000,
    });
    expect(ratio(population, [item(0, 0)], 95)).toBeUndefined();
  });

  it('by the ratio: counted by hand', () => {
    // R = 30 / 600 = 0.05; residuals 5, -10, 5: s^2 = 150 / 2 = 75; SE = 1000 x sqrt(0.997 x 25) = 4,992.5
    const items = [item(10, 100), item(0, 200), item(20, 300)];
    expect(ratio(population, items, 95)).toEqual({
      method: 'ratio',
      projectedFen: 55_000,
      lowFen: 45_215,
      highFen: 64_785,
    });
  });

  it('by strata: each for itself', () => {
    // a: 100 x 10, var 100^2 x 0.98 x 200 / 2 = 980,000; b: 50 x 0, var 0. SE = 989.9
    const parts = [
      { stratum: 'a', items: 100, valueFen: 1 },
      { stratum: 'b', items: 50, valueFen: 1 },
    ];
    const items = [item(0, 10, 'a'), item(20, 10, 'a'), item(0, 10, 'b'), item(0, 10, 'b')];
    expect(stratified(parts, items, 95)).toEqual({
      method: 'stratified',
      projectedFen: 1_000,
      lowFen: -940,
      highFen: 2_940,
    });
  });

  it('by money: nothing found still leaves the basic precision', () => {
    expect(monetaryUnit([item(0), item(0)], 10_000, 95)).toEqual({
      method: 'monetary_unit',
      projectedFen: 0,
      lowFen: null,
      highFen: 29_957,
    });
  });

  it('by money: taints times interval, wider gaps for more errors, whole items for themselves', () => {
    // taints 0.5 and 0.2, interval 10,000: 7,000 + 1,500 of the large item
    // bound: 10,000 x (2.9957 + 0.5 x (4.7439 - 2.9957) + 0.2 x (6.2958 - 4.7439)) + 1,500
    const items = [item(500, 1_000), item(400, 2_000), item(1_500, 20_000), item(0)];
    const { projectedFen, highFen } = monetaryUnit(items, 10_000, 95);
    expect(projectedFen).toBe(8_500);
    expect(highFen).toBe(29_957 + 8_741 + 3_104 + 1_500);
  });
});

it('without the finite population correction the interval would be wider: all items seen leave no doubt', () => {
  const items = Array.from({ length: 4 }, (_, n) => ({ stratum: 'all', amountFen: 10, errorFen: n }));
  expect(meanPerUnit({ stratum: 'all', items: 4, valueFen: 40 }, items, 99)).toMatchObject({ lowFen: 6, highFen: 6 });
});
