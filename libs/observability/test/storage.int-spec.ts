import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Outbox } from '@doorstep/messaging';
import type { TestDatabase, TestTopics } from '@doorstep/testing';
import { createTestDatabase, createTestTopics, eventually } from '@doorstep/testing';
import { newEpoch } from '../src/boot/new-epoch.js';
import { canteen } from './canteen.fixture.js';
import type { StartedCanteen } from './start-canteen.js';
import { freePort, startCanteen } from './start-canteen.js';

let database: TestDatabase;
let topics: TestTopics;
let service: StartedCanteen;
let metricsPort: number;

const stored = { ...canteen, storage: undefined };

const environment = () => ({
  DATABASE_URL: database.appUrl,
  KAFKA_BROKERS: process.env['DOORSTEP_TEST_KAFKA_BROKERS'] ?? '',
  KAFKA_TOPIC_PREFIX: topics.prefix,
  METRICS_PORT: String(metricsPort),
});

beforeAll(async () => {
  metricsPort = await freePort();
  [database, topics] = await Promise.all([createTestDatabase(canteen), createTestTopics()]);
  service = await startCanteen(stored, environment(), { listen: true });
});

afterAll(async () => {
  await service.close();
  await Promise.all([database.drop(), topics.drop()]);
});

test('gives services their transactions, keys and outbox', async () => {
  const rows = await service.app.get(Transactions).read((tx) => tx.query('SELECT 1 AS one'));
  expect(rows).toEqual([{ one: 1 }]);
  expect(service.app.get(Idempotency)).toBeInstanceOf(Idempotency);
  expect(service.app.get(Outbox)).toBeInstanceOf(Outbox);
});

test('is ready when database, migrations and Kafka are', async () => {
  const ready = await eventually(async () => {
    const response = await service.app.inject('/health/ready');
    return response.statusCode === 200 && response.json<object>();
  });
  const up = { up: true };
  expect(ready).toEqual({ status: 'ready', checks: { database: up, migrations: up, kafka: up } });
});

test('has the routes of messaging, guarded like its own', async () => {
  const get = (headers: Record<string, string>) => service.app.inject({ url: '/v1/parked-keys', headers });
  expect((await get({})).statusCode).toBe(401);
  expect((await get(await service.headersFor({ roles: ['site_operator'] }))).statusCode).toBe(403);
  expect((await get(await service.headersFor())).json()).toEqual({ items: [], next: null });
});

test('measures messaging beside HTTP', async () => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  for (const name of [
    ...['outbox_pending', 'outbox_oldest_age_seconds', 'outbox_oldest_write_transaction_seconds'],
    ...['kafka_consumer_lag', 'messaging_keys', 'messaging_batch_duration_seconds'],
    'http_server_request_duration_seconds',
  ])
    expect(text).toContain(`# TYPE ${name} `);
});

test('without Kafka it still answers, and says what is missing', async () => {
  const alone = await startCanteen(stored, { ...environment(), KAFKA_BROKERS: '127.0.0.1:1', METRICS_PORT: '0' });
  const response = await alone.app.inject('/health/ready');
  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ checks: { database: { up: true }, kafka: { up: false } } });
  expect((await alone.app.inject({ url: '/v1/dishes', headers: await alone.headersFor() })).statusCode).toBe(200);
  await alone.close();
});

test('begins a new epoch only while nothing of it runs', async () => {
  const owner = { ...environment(), DATABASE_OWNER_URL: database.ownerUrl };
  await expect(newEpoch(stored, {})).rejects.toThrow(/DATABASE_OWNER_URL: is required[^]*KAFKA_BROKERS: is required/);
  await expect(newEpoch(stored, owner)).rejects.toThrow('stop it first');
  await service.close();
  expect(await newEpoch(stored, owner)).toMatch(/now publishes as meal-orders\/0\/2\..*will be: 0\..*know: 0\.$/);
});
