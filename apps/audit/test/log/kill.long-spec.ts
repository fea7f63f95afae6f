import { expect, it, jest } from '@jest/globals';
import { killPublishers } from './kill-scenario.js';

jest.setTimeout(900_000);

it('two publishers that are killed with -9 again and again never fork the log', async () => {
  expect(await killPublishers(10)).toBeGreaterThanOrEqual(50);
});
