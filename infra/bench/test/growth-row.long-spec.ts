import { describe, expect, it } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import { Lab } from '../src/harness/lab.js';
import { growthRow } from '../src/rows/r10-growth.js';

describe('the row of growth', () => {
  it('fills two histories, does everything on both and checks what came out', async () => {
    const { postgresUrl, kafkaBrokers } = testEnvironment();
    const servers = { postgresUrl, brokers: kafkaBrokers.join(',') };
    const lines: string[] = [];
    const lab = new Lab({ servers, quick: true, say: (line) => lines.push(line) });
    const { results, violations } = await growthRow.run(lab).finally(() => lab.close());
    expect(violations).toEqual([]);
    expect(results.map(({ target }) => target)).toEqual(results.map(() => 'ratio <= 1.3'));
    expect(results).toHaveLength(5);
    for (const { ratio } of results) expect(ratio).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('not closed'))).toEqual([]);
  }, 400_000);
});
