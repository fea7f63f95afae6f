import { createHash } from 'node:crypto';
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

/** Any constant: it keeps two test processes from making the same roles and the same template at once. */
const TEMPLATE_LOCK = 4_710_815;

/** A fresh, migrated database with the same two roles that production has. Databases are separate, roles are shared by all. */
export async function createTestDatabase(definition: DatabaseDefinition): Promise<TestDatabase> {
  const { postgresUrl } = testEnvironment();
  const service = definition.name.replaceAll('-', '_');
  const database = `${randomName()}_${service}`;
  await onServer(postgresUrl, async (client) => {
    const template = await migratedTemplate(client, definition);
    // The server of a test run does not sync: copying files is then several times faster than writing the pages to its log.
    await client.query(
      `CREATE DATABASE "${database}" OWNER "${service}_owner" TEMPLATE "${template}" STRATEGY file_copy`,
    );
  });
  return {
    ownerUrl: urlFor(postgresUrl, database, `${service}_owner`),
    appUrl: urlFor(postgresUrl, database, `${service}_app`),
    drop: () =>
      onServer(postgresUrl, async (client) => {
        await untilLeft(client, database);
        await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      }),
  };
}

/**
 * Migrations are the same for every spec file of a run, and take longer than most of their tests: the first one that needs them
 * runs them once, everybody copies what came out. Nobody can be connected to it, so parallel spec files do not refuse each other.
 */
async function migratedTemplate(client: pg.Client, definition: DatabaseDefinition): Promise<string> {
  const service = definition.name.replaceAll('-', '_');
  const template = templateName(service, definition);
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND NOT datallowconn', [
    template,
  ]);
  if (rowCount === 0) {
    await createRoles(client, [`${service}_owner`, `${service}_app`]);
    // Whoever was killed while migrating left it half done.
    await client.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${template}" OWNER "${service}_owner" TEMPLATE template0`);
    const url = urlFor(testEnvironment().postgresUrl, template, `${service}_owner`);
    await migrate({ url, migrations: [...definition.migrations], appRole: `${service}_app` });
    await untilLeft(client, template);
    await client.query(`ALTER DATABASE "${template}" ALLOW_CONNECTIONS false`);
  }
  await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  return template;
}

/** One for each list of migrations and each run (Jest's workers are children of one process): another run may have other code. */
function templateName(service: string, { migrations }: DatabaseDefinition): string {
  const names = migrations.map((migration) => migration.name).join();
  return `template_${service}_${process.ppid}_${createHash('sha256').update(names).digest('hex').slice(0, 10)}`;
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
  const known = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
    roles,
  ]);
  for (const role of roles)
    if (!known.rows.some((row) => row.rolname === role))
      await client.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'test' NOSUPERUSER NOCREATEDB NOCREATEROLE`);
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
