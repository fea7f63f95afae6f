import { describe, expect, it } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import { Lab } from '../src/harness/lab.js';
import { relayRow } from '../src/rows/r4-relay.js';

describe('a row of the bench', () => {
  it('measures both sides on real servers, checks the data and leaves nothing behind', async () => {
    const { postgresUrl, kafkaBrokers } = testEnvironment();
    const servers = { postgresUrl, brokers: kafkaBrokers.join(',') };
    const lines: string[] = [];
    const lab = new Lab({ servers, quick: true, say: (line) => lines.push(line) });
    const outcome = await relayRow.run(lab).finally(() => lab.close());
    expect(outcome.violations).toEqual([]);
    const [result] = outcome.results;
    expect(result?.raw.length).toBeGreaterThanOrEqual(2);
    expect(result).toMatchObject({ id: 'R4', unit: '/s', target: '>= 0.6' });
    for (const { ours, limit } of result?.raw ?? []) {
      expect(ours.value).toBeGreaterThan(0);
      expect(limit?.value).toBeGreaterThan(0);
    }
    expect(lines.filter((line) => line.includes('not closed'))).toEqual([]);
  }, 400_000);
});
