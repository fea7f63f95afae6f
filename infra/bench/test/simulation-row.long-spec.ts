import { describe, expect, it } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import { Lab } from '../src/harness/lab.js';
import { simulationRow } from '../src/rows/simulation.js';

describe('the row of simulations', () => {
  it('fills a month, tries a draft on it and finds who gains and how much', async () => {
    const { postgresUrl, kafkaBrokers } = testEnvironment();
    const servers = { postgresUrl, brokers: kafkaBrokers.join(',') };
    const lines: string[] = [];
    const lab = new Lab({ servers, quick: true, say: (line) => lines.push(line) });
    const { results, violations } = await simulationRow.run(lab).finally(() => lab.close());
    expect(violations).toEqual([]);
    expect(results.map(({ unit, target }) => [unit, target])).toEqual([['s', '<= 120 s']]);
    expect(lines.filter((line) => line.includes('not closed'))).toEqual([]);
  }, 400_000);
});
