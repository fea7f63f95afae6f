import type { DataSource } from 'typeorm';
import { createDataSource, type ClassList } from './data-source.js';
import { platformMigrations } from './platform/all.js';

export interface MigrateOptions {
  /** URL of the owner role. */
  readonly url: string;
  readonly migrations: ClassList;
  /** Gets SELECT, INSERT, UPDATE and DELETE on what the migrations create; they revoke what is append-only. */
  readonly appRole: string;
}

/** Any constant: two instances that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_302_114;

/** Brings the platform's tables (outbox, positions, parked keys, idempotency), then the service's own, up to this build. */
export async function migrate(options: MigrateOptions): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(options.appRole)) throw new Error(`not a role name: ${options.appRole}`);
  const gate = open(options, []);
  await gate.initialize();
  const runner = gate.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner.query(defaultGrants(options.appRole));
    await runAll(open(options, platformMigrations, 'platform_migration'));
    await runAll(open(options, options.migrations));
    await runner.query(keepHistory(options.appRole));
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    await runner.release();
    await gate.destroy();
  }
}

/** Migrations of this build that the database does not have yet; readiness wants none. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const known = new Set<string>();
  for (const table of ['platform_migration', 'migration']) {
    const [found] = await dataSource.query<{ there: boolean }[]>('SELECT to_regclass($1) IS NOT NULL AS there', [
      table,
    ]);
    if (!found?.there) continue;
    const rows = await dataSource.query<{ name: string }[]>(`SELECT name FROM ${table}`);
    for (const row of rows) known.add(row.name);
  }
  const own = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  return [...platformMigrations.map((type) => type.name), ...own].filter((name) => !known.has(name));
}

function open(options: MigrateOptions, migrations: ClassList, table = 'migration'): DataSource {
  return createDataSource({
    url: options.url,
    records: [],
    migrations,
    poolSize: 1,
    applicationName: 'doorstep-migrate',
    forMigrations: { appRole: options.appRole, table },
  });
}

async function runAll(dataSource: DataSource): Promise<void> {
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

/** Which migrations ran is the owner's knowledge; the service only compares it with its build. */
function keepHistory(role: string): string {
  return `REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON platform_migration, migration FROM ${role}`;
}

function defaultGrants(role: string): string {
  return `
    GRANT USAGE ON SCHEMA public TO ${role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO ${role};`;
}
