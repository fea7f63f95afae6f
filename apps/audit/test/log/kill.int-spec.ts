import { expect, it } from '@jest/globals';
import { killPublishers } from './kill-scenario.js';

it('two publishers that are killed with -9 in the middle of their work never fork the log', async () => {
  // How many of the ten rounds sign depends on who gets the turn; more than one must, or nothing was tried.
  expect(await killPublishers(1)).toBeGreaterThanOrEqual(2);
});
