import pg from 'pg';
import { DataSource } from 'typeorm';
import { SnakeNaming } from './snake-naming.js';
import { DEFAULT_TRANSACTION_MS, MAX_TRANSACTION_MS } from './transactions.js';

/** A class given by a list, as TypeORM and Nest call it. */
export type ClassList = Function[];

export interface DataSourceOptions {
  readonly url: string;
  readonly records: ClassList;
  readonly migrations?: ClassList;
  /** Connections; default 10. */
  readonly poolSize?: number;
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string;
  readonly forMigrations?: MigrationSettings;
  /** Milliseconds without any answer to a query, after which its connection is given up; default 65 000. */
  readonly silenceMs?: number;
}

/** Migrations know the role that will use what they create, and may take their time. */
export interface MigrationSettings {
  readonly appRole: string;
  readonly table: string;
}

const DATE_OID: number = pg.types.builtins.DATE;

/** Dates stay `YYYY-MM-DD` strings: a business date has no zone, and pg would make an instant of it. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE_OID
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};

/** A server that still lives ends every statement before that by itself. */
const SILENCE_MS = MAX_TRANSACTION_MS + 5_000;
const MIGRATION_MS = 3_600_000;
const SERVICE_WAITS = {
  statement_timeout: DEFAULT_TRANSACTION_MS,
  lock_timeout: 8_000,
  idle_in_transaction_session_timeout: 15_000,
};

/** Not yet connected: call `initialize()`. Every wait on these connections has an end. */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: options.records,
    migrations: options.migrations ?? [],
    migrationsTableName: options.forMigrations?.table ?? 'migration',
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName,
    connectTimeoutMS: 5_000,
    extra: { types: pgTypes, keepAlive: true, pipeline: true, ...waitsOf(options) },
  });
}

function waitsOf({ forMigrations, silenceMs = SILENCE_MS }: DataSourceOptions): object {
  if (!forMigrations) return { ...SERVICE_WAITS, query_timeout: silenceMs };
  return { options: `-c doorstep.app_role=${forMigrations.appRole}`, query_timeout: MIGRATION_MS };
}
