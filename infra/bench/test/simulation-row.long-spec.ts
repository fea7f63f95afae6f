import { expect, it } from '@jest/globals';
import { simulationRow } from '../src/rows/simulation.js';
import { smoke } from './smoke.js';

it('the row of simulations fills a month, tries a draft on it and finds who gains and how much', async () => {
  expect(await smoke(simulationRow)).toEqual(['<= 120 s']);
});
