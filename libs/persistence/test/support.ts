import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate, type ClassList } from '@doorstep/persistence';

export interface Scratch {
  readonly ownerUrl: string;
  readonly appUrl: string;
  open(poolSize?: number): Promise<DataSource>;
  asOwner<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A database of its own with the two roles of production, empty but for the platform's tables. */
export async function scratchDatabase(migrations: ClassList = []): Promise<Scratch> {
  const server = process.env['DOORSTEP_TEST_POSTGRES_URL'];
  if (!server) throw new Error('DOORSTEP_TEST_POSTGRES_URL is not set; run these tests with npm test');
  const name = `p${randomBytes(5).toString('hex')}`;
  const [owner, app] = [`${name}_owner`, `${name}_app`];
  await onServer(server, `CREATE ROLE ${owner} LOGIN PASSWORD 'x'`, `CREATE ROLE ${app} LOGIN PASSWORD 'x'`);
  await onServer(server, `CREATE DATABASE ${name} OWNER ${owner} TEMPLATE template0`);
  const urlOf = (role: string): string => {
    const url = new URL(server);
    Object.assign(url, { username: role, password: 'x', pathname: `/${name}` });
    return url.href;
  };
  await migrate({ url: urlOf(owner), migrations, appRole: app });
  const opened: DataSource[] = [];
  return {
    ownerUrl: urlOf(owner),
    appUrl: urlOf(app),
    open: async (poolSize = 6) => {
      const dataSource = createDataSource({ url: urlOf(app), records: [], poolSize, applicationName: 'test' });
      opened.push(await dataSource.initialize());
      return dataSource;
    },
    asOwner: async <Row extends object>(sql: string, parameters: unknown[] = []) => {
      const client = new pg.Client({ connectionString: urlOf(owner) });
      await client.connect();
      try {
        return (await client.query<Row>(sql, parameters)).rows;
      } finally {
        await client.end();
      }
    },
    drop: async () => {
      for (const dataSource of opened) if (dataSource.isInitialized) await dataSource.destroy();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${owner}`, `DROP ROLE ${app}`);
    },
  };
}

async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
