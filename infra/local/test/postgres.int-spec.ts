import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { temporaryFolder } from '../src/platform/temporary-folder.js';
import { provisionDatabases } from '../src/postgres/databases.js';
import type { RunningPostgres } from '../src/postgres/server.js';
import { startPostgres } from '../src/postgres/server.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the bundled PostgreSQL', () => {
  const folder = temporaryFolder();
  const options = { dataDir: join(folder, 'data'), logFile: join(folder, 'postgres.log'), password: 'first' };
  let server: RunningPostgres;

  beforeAll(async () => {
    server = await startPostgres({ ...options, fsync: true });
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('runs with fsync on, in UTF-8, and lets nobody in without the password', async () => {
    const [settings] = await query(
      server.url,
      `SELECT current_setting('fsync') AS fsync, current_setting('server_encoding') AS encoding, upper('é') AS upper`,
    );
    expect(settings).toEqual({ fsync: 'on', encoding: 'UTF8', upper: 'É' });
    await expect(query(server.url.replace('first', 'wrong'), 'SELECT 1')).rejects.toThrow(/password authentication/u);
  });

  it('gives each service a database and two roles, once, and keeps everybody else out', async () => {
    const accesses = ['meal-orders', 'day-care'].map((service) => ({
      service,
      ownerPassword: `owner'of ${service}`,
      appPassword: `app of ${service}`,
    }));
    await provisionDatabases(server.url, accesses);
    const urls = await provisionDatabases(server.url, accesses);
    const mealOrders = urls.get('meal-orders') as { ownerUrl: string; appUrl: string };
    const dayCare = urls.get('day-care') as { ownerUrl: string; appUrl: string };

    await query(mealOrders.ownerUrl, 'CREATE TABLE meal_order (id int)');
    await expect(query(mealOrders.appUrl, 'SELECT * FROM meal_order')).rejects.toThrow(/permission denied/u);
    await expect(query(mealOrders.appUrl, 'CREATE TABLE other (id int)')).rejects.toThrow(/permission denied/u);
    const foreign = new URL(dayCare.appUrl);
    foreign.pathname = '/meal_orders';
    await expect(query(foreign.href, 'SELECT 1')).rejects.toThrow(/permission denied for database/u);
  });

  it('keeps its data over a restart on another port', async () => {
    await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await server.stop();
    expect(server.process.running).toBe(false);
    server = await startPostgres({ ...options, fsync: true });
    expect(await query(server.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });
});
