import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { generateTokenKeys } from '@doorstep/auth';
import { z } from 'zod';
import type { EnvironmentError } from '../src/index.js';
import { loadEnv, PlatformEnv, READ_LATER } from '../src/index.js';
import { redactedConfig } from '../src/config/print-config.js';

const folder = mkdtempSync(join(tmpdir(), 'doorstep-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keys = await generateTokenKeys();
const good = {
  PORT: '8102',
  METRICS_PORT: '8202',
  DATABASE_URL: 'postgres://meal_orders_app:s3cret@127.0.0.1/meal_orders',
  KAFKA_BROKERS: '127.0.0.1:9092, 127.0.0.1:9093',
  KAFKA_PASSWORD: 'p4ss',
  TOKEN_JWKS: JSON.stringify(keys.publicJwks),
};

function faultsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    loadEnv(PlatformEnv, source);
    return [];
  } catch (error) {
    return (error as EnvironmentError).faults;
  }
}

test('reads what is there and fills in the rest', () => {
  expect(loadEnv(PlatformEnv, good)).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 8102,
    DATABASE_POOL: 12,
    KAFKA_BROKERS: ['127.0.0.1:9092', '127.0.0.1:9093'],
    KAFKA_TOPIC_PREFIX: '',
    LOG_LEVEL: 'info',
  });
});

test('tells every fault at once, and no value', () => {
  const faults = faultsOf({
    PORT: '99999',
    DATABASE_URL: 'mysql://root:hunter2@db',
    TOKEN_JWKS: '{',
    LOG_LEVEL: 'loud',
  });
  expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual(
    ['DATABASE_URL', 'KAFKA_BROKERS', 'LOG_LEVEL', 'METRICS_PORT', 'PORT', 'TOKEN_JWKS'].sort(),
  );
  expect(faults).toContain('METRICS_PORT: is required');
  expect(faults.join()).not.toContain('hunter2');
});

test('reads secrets from files', () => {
  const file = join(folder, 'url');
  writeFileSync(file, `${good.DATABASE_URL}\n`);
  const { DATABASE_URL: _inline, ...rest } = good;
  expect(loadEnv(PlatformEnv, { ...rest, DATABASE_URL_FILE: file }).DATABASE_URL).toBe(good.DATABASE_URL);
  expect(faultsOf({ ...good, DATABASE_URL_FILE: file })[0]).toContain('keep one');
  expect(faultsOf({ ...rest, DATABASE_URL_FILE: join(folder, 'none') })[0]).toContain('ENOENT');
});

test('a file that is read again later stops no start, a variable that is not set does', () => {
  const schema = z.object({ KEY: z.string().meta(READ_LATER) });
  expect(loadEnv(schema, { KEY_FILE: join(folder, 'none') })).toEqual({ KEY: '' });
  expect(() => loadEnv(schema, {})).toThrow('KEY: is required');
});

test('an empty variable is not set', () => {
  expect(faultsOf({ ...good, PORT: '' })).toEqual(['PORT: is required']);
});

test('load balancers are believed by their addresses, and nobody is believed unless said', () => {
  expect(loadEnv(PlatformEnv, good).TRUSTED_PROXIES).toEqual([]);
  const TRUSTED_PROXIES = '10.1.0.0/16, 192.0.2.1,2001:db8::/32';
  expect(loadEnv(PlatformEnv, { ...good, TRUSTED_PROXIES }).TRUSTED_PROXIES).toHaveLength(3);
  for (const odd of ['balancer.example', '10.1.0.0/33', '10.1.0.0/16/8', '10.1.0.0/', 'true', '*', '10.1.0.0/16,'])
    expect([odd, faultsOf({ ...good, TRUSTED_PROXIES: odd })]).toEqual([
      odd,
      [expect.stringContaining('TRUSTED_PROXIES')],
    ]);
});

test('a private key is not accepted as a pinned one unnoticed', () => {
  const env = loadEnv(PlatformEnv, { ...good, TOKEN_JWKS: JSON.stringify({ keys: [keys.privateJwk] }) });
  expect(JSON.stringify(env)).not.toContain(keys.privateJwk.d);
});

test('prints the configuration without secrets', () => {
  const text = JSON.stringify(redactedConfig(loadEnv(PlatformEnv, good)));
  expect(text).not.toMatch(/s3cret|p4ss/);
  expect(text).toContain('postgres://[redacted]@127.0.0.1/meal_orders');
});
