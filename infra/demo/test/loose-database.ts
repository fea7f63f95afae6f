import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceName } from '@doorstep/contracts';
import { createTestDatabase } from '@doorstep/testing';
import type pg from 'pg';
import { connect } from '../src/invariants/connect.js';
import type { DatabaseUrls } from '../src/invariants/databases.js';

/** Table and what is said of the row; every other column that must have a value gets one that means nothing. */
export type SeededRow = readonly [table: string, values: Readonly<Record<string, unknown>>];

export interface LooseDatabase {
  readonly client: pg.Client;
  readonly urls: DatabaseUrls;
  drop(): Promise<void>;
}

/** A database of a service in which nothing prevents a broken state: the checker must see it by itself. */
export async function looseDatabase(service: ServiceName): Promise<LooseDatabase> {
  // Nothing may depend on an application: its migrations are found at run time, in what the build made of it.
  const built = join(import.meta.dirname, '../../../apps', service, 'dist/migrations/all.js');
  const { migrations } = (await import(pathToFileURL(built).href)) as { migrations: readonly Function[] };
  const { ownerUrl, appUrl, drop } = await createTestDatabase({ name: service, migrations });
  const client = await connect(ownerUrl);
  await client.query(LOOSEN);
  return { client, urls: { owner: ownerUrl, app: appUrl }, drop: () => client.end().then(drop) };
}

const LOOSEN = `DO $$
  DECLARE found record;
  BEGIN
    FOR found IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY', found.name); END LOOP;
    FOR found IN SELECT conrelid::regclass AS name, conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND k.contype IN ('c', 'f', 'u') AND k.conparentid = 0 AND k.coninhcount = 0 AND NOT c.relispartition
      ORDER BY k.contype = 'u'
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.name, found.conname); END LOOP;
    FOR found IN SELECT indexrelid::regclass AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE i.indisunique AND NOT i.indisprimary AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'pg_toast')
    LOOP EXECUTE format('DROP INDEX %s', found.name); END LOOP;
  END $$`;

const NEEDED = `SELECT column_name AS name, data_type AS type FROM information_schema.columns
  WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL
    AND is_identity = 'NO' AND is_generated = 'NEVER'`;

const MEANINGLESS: Readonly<Record<string, () => unknown>> = {
  uuid: randomUUID,
  bigint: () => 0,
  integer: () => 0,
  smallint: () => 0,
  boolean: () => false,
  date: () => '2026-11-22',
  jsonb: () => '{}',
  ARRAY: () => '{}',
  xid8: () => '1',
  'timestamp with time zone': () => '2026-11-22T04:00:00Z',
};

export async function seed(client: pg.Client, rows: readonly SeededRow[]): Promise<void> {
  for (const [table, said] of rows) {
    const needed = await client.query<{ name: string; type: string }>(NEEDED, [table]);
    const filled = Object.fromEntries(needed.rows.map(({ name, type }) => [name, MEANINGLESS[type]?.() ?? 'x']));
    const values = { ...filled, ...said };
    const places = Object.keys(values).map((_, index) => `$${index + 1}`);
    await client.query(
      `INSERT INTO ${table} (${Object.keys(values).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(values),
    );
  }
}
