import { expect, it } from '@jest/globals';
import { growthRow } from '../src/rows/r10-growth.js';
import { smoke } from './smoke.js';

it('the row of growth fills two histories, does everything on both and checks what came out', async () => {
  expect(await smoke(growthRow)).toEqual(Array.from({ length: 5 }, () => 'ratio <= 1.3'));
});
