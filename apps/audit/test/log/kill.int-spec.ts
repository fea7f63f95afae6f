import { expect, it, jest } from '@jest/globals';
import { killPublishers } from './kill-scenario.js';

jest.setTimeout(120_000);

it('two publishers that are killed with -9 in the middle of their work never fork the log', async () => {
  expect(await killPublishers(1)).toBeGreaterThanOrEqual(5);
});
