import type { ServiceName } from '@doorstep/contracts';
import { migrate } from '@doorstep/persistence';
import pg from 'pg';
import { testEnvironment } from './environment.js';
import { randomName } from './names.js';

export interface TestDatabase {
  /** For migrations and for looking behind the service's back. */
  readonly ownerUrl: string;
  /** What the service itself gets: no DDL, no writes on append-only tables. */
  readonly appUrl: string;
  drop(): Promise<void>;
}

export interface DatabaseDefinition {
  readonly name: ServiceName;
  // Nest, TypeORM and the service definition all say Function for a list of classes.
  readonly migrations: readonly Function[];
}

/** Any constant: it keeps two test processes from creating the same role at once. */
const ROLE_LOCK = 4_710_815;

/** A fresh, migrated database with the same two roles that production has. Databases are separate, roles are shared by all. */
export async function createTestDatabase(definition: DatabaseDefinition): Promise<TestDatabase> {
  const { postgresUrl } = testEnvironment();
  const service = definition.name.replaceAll('-', '_');
  const database = `${randomName()}_${service}`;
  const ownerUrl = urlFor(postgresUrl, database, `${service}_owner`);
  const appUrl = urlFor(postgresUrl, database, `${service}_app`);
  await onServer(postgresUrl, async (client) => {
    await createRoles(client, [`${service}_owner`, `${service}_app`]);
    // template0: nobody can be connected to it, so parallel spec files do not refuse each other.
    await client.query(`CREATE DATABASE "${database}" OWNER "${service}_owner" TEMPLATE template0`);
  });
  await migrate({ url: ownerUrl, migrations: [...definition.migrations], appRole: `${service}_app` });
  return {
    ownerUrl,
    appUrl,
    drop: () =>
      onServer(postgresUrl, async (client) => {
        await untilLeft(client, database);
        await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      }),
  };
}

/** Whoever has just said goodbye may still be there for a moment; to cut it off then is an error that no test can catch. */
async function untilLeft(client: pg.Client, database: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [database]);
    if (rowCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function createRoles(client: pg.Client, roles: readonly string[]): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [ROLE_LOCK]);
  const known = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
    roles,
  ]);
  for (const role of roles)
    if (!known.rows.some((row) => row.rolname === role))
      await client.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'test' NOSUPERUSER NOCREATEDB NOCREATEROLE`);
  await client.query('SELECT pg_advisory_unlock($1)', [ROLE_LOCK]);
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'doorstep-testing' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlFor(serverUrl: string, database: string, role: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = 'test';
  return url.href;
}
