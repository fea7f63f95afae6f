import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase } from '@doorstep/testing';
import { Transactions } from '@doorstep/persistence';
import { canteen } from './canteen.fixture.js';
import type { StartedCanteen } from './start-canteen.js';
import { startCanteen } from './start-canteen.js';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let service: StartedCanteen;

beforeAll(async () => {
  database = await createTestDatabase(canteen);
  const env = { DATABASE_URL: database.appUrl, KAFKA_BROKERS: '127.0.0.1:39092' };
  service = await startCanteen({ ...canteen, storage: undefined }, env);
});

afterAll(async () => {
  await service.close();
  await database.drop();
});

test('gives services their transactions', async () => {
  const rows = await service.app.get(Transactions).read((tx) => tx.query('SELECT 1 AS one'));
  expect(rows).toEqual([{ one: 1 }]);
});

test('is ready when database and migrations are', async () => {
  const response = await service.app.inject('/health/ready');
  expect(response.json()).toMatchObject({
    status: 'ready',
    checks: { database: { up: true }, migrations: { up: true } },
  });
});
