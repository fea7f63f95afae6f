import { expect } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import { Lab } from '../src/harness/lab.js';
import type { Row } from '../src/harness/row.js';

/** A small run of a row on real servers: it measures, checks its data and leaves nothing open. Answers what it aims at. */
export async function smoke(row: Row): Promise<string[]> {
  const { postgresUrl, kafkaBrokers } = testEnvironment();
  const servers = { postgresUrl, brokers: kafkaBrokers.join(',') };
  const lines: string[] = [];
  const lab = new Lab({ servers, quick: true, say: (line) => lines.push(line) });
  const { results, violations } = await row.run(lab).finally(() => lab.close());
  expect(violations).toEqual([]);
  expect(lines.filter((line) => line.includes('not closed'))).toEqual([]);
  for (const { ours, ratio } of results) {
    expect(ours).toBeGreaterThan(0);
    if (ratio !== null) expect(ratio).toBeGreaterThan(0);
  }
  return results.map(({ target }) => target);
}
