import { describe, expect, it } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import { Lab } from '../src/harness/lab.js';
import type { Row } from '../src/harness/row.js';
import { explorerRow } from '../src/rows/explorer.js';
import { hotBudgetRow } from '../src/rows/r3-hot-budget.js';
import { auditRow } from '../src/rows/r7-audit.js';
import { proofsRow, withOtherHash } from '../src/rows/r8-proofs.js';

/** A smoke run of a row on real servers: what it found, and whether it cleaned up. */
async function smoke(row: Row) {
  const { postgresUrl, kafkaBrokers } = testEnvironment();
  const servers = { postgresUrl, brokers: kafkaBrokers.join(',') };
  const lines: string[] = [];
  const lab = new Lab({ servers, quick: true, say: (line) => lines.push(line) });
  const outcome = await row.run(lab).finally(() => lab.close());
  return { ...outcome, leftOpen: lines.filter((line) => line.includes('not closed')) };
}

describe('rows of the audit log and the hot budget', () => {
  it.each([
    [hotBudgetRow, ['>= 15', '<= 50 ms']],
    [auditRow, ['>= 0.4, >= 15,000 /s']],
    [proofsRow, ['ratio <= 1.3', '<= 1,000 µs']],
    [explorerRow, ['<= 100 ms']],
  ])(
    'measure, check the data and leave nothing behind: %#',
    async (row, targets) => {
      const { results, violations, leftOpen } = await smoke(row);
      expect(violations).toEqual([]);
      expect(leftOpen).toEqual([]);
      expect(results.map(({ target }) => target)).toEqual(targets);
      for (const { ours } of results) expect(ours).toBeGreaterThan(0);
    },
    120_000,
  );

  it('a proof with another hash is another text of the same shape', () => {
    const proof = 'c2sp.org/tlog-proof@v1\nindex 3\nAAAA\nCCCC\n\nnote\n';
    expect(withOtherHash(proof, 0)).toBe('c2sp.org/tlog-proof@v1\nindex 3\nBAAA\nCCCC\n\nnote\n');
    expect(withOtherHash(proof, 3)).toBe('c2sp.org/tlog-proof@v1\nindex 3\nAAAA\nACCC\n\nnote\n');
  });
});
