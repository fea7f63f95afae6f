import { expect, it } from '@jest/globals';
import { explorerRow } from '../src/rows/explorer.js';
import { auditRow } from '../src/rows/r7-audit.js';
import { smoke } from './smoke.js';

it('the rows of the journal and of the explorer measure, check the data and leave nothing behind', async () => {
  expect(await smoke(auditRow)).toEqual(['>= 0.4, >= 15,000 /s']);
  expect(await smoke(explorerRow)).toEqual(['<= 100 ms']);
});
