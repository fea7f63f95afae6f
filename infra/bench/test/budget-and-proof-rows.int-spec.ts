import { expect, it } from '@jest/globals';
import { hotBudgetRow } from '../src/rows/r3-hot-budget.js';
import { proofsRow, withOtherHash } from '../src/rows/r8-proofs.js';
import { smoke } from './smoke.js';

it('the rows of the hot budget and of proofs measure, check the data and leave nothing behind', async () => {
  expect(await smoke(hotBudgetRow)).toEqual(['>= 15', '<= 50 ms']);
  expect(await smoke(proofsRow)).toEqual(['ratio <= 1.3', '<= 1,000 µs']);
});

it('a proof with another hash is another text of the same shape', () => {
  const proof = 'c2sp.org/tlog-proof@v1\nindex 3\nAAAA\nCCCC\n\nnote\n';
  expect(withOtherHash(proof, 0)).toBe('c2sp.org/tlog-proof@v1\nindex 3\nBAAA\nCCCC\n\nnote\n');
  expect(withOtherHash(proof, 3)).toBe('c2sp.org/tlog-proof@v1\nindex 3\nAAAA\nACCC\n\nnote\n');
});
