import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '../kafka/topic-plan.js';
import { databaseAccount } from '../platform/accounts.js';
import { HOME, LOGS, SECRETS } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { say } from '../platform/progress.js';
import { homeFor } from '../platform/refuge.js';
import type { DatabaseUrls } from '../postgres/databases.js';
import { provisionDatabases } from '../postgres/databases.js';
import { startPostgres } from '../postgres/server.js';
import type { StackContext } from './stack-context.js';

export const WITH_DATABASE = SERVICES;

/** A database per service, on the embedded server or on the one of DATABASE_URL. */
export async function databasesFor(
  context: StackContext,
  existingUrl: string | undefined,
): Promise<Map<string, DatabaseUrls>> {
  const adminUrl = existingUrl ?? (await embeddedServer(context));
  const accesses = WITH_DATABASE.map((service) => ({
    service,
    ownerPassword: context.secrets.password(`${service}/database-owner-password`),
    appPassword: context.secrets.password(`${service}/database-password`),
  }));
  try {
    return await provisionDatabases(adminUrl, accesses);
  } catch (error) {
    if (!existingUrl) throw error;
    throw new SetupProblem(`The PostgreSQL of DATABASE_URL does not serve: ${(error as Error).message}.`, [
      'Its user must be able to log in and to create databases and roles (CREATEDB, CREATEROLE; see infra/postgres/service.sql).',
      'Without DATABASE_URL, Doorstep brings its own PostgreSQL.',
    ]);
  }
}

async function embeddedServer(context: StackContext): Promise<string> {
  const home = homeFor(databaseAccount());
  const port = context.ports.postgres;
  const dataDir = join(home, 'postgres');
  if (existsSync(join(dataDir, 'PG_VERSION')) && !existsSync(context.secrets.path('postgres-password')))
    throw new SetupProblem(`${dataDir} holds a database, but the password that goes with it is gone from ${SECRETS}.`, [
      'Put the folder back from where you moved it, or give the data up with `npm run reset`.',
    ]);
  const password = context.secrets.password('postgres-password');
  const logFile = join(LOGS, 'postgres.log');
  await context.keepRunning(
    { name: 'PostgreSQL', logFile, start: () => startPostgres({ dataDir, port, fsync: true, logFile, password }) },
    { port, stopSignal: 'SIGINT' },
  );
  say(`PostgreSQL 18 on 127.0.0.1:${port}`);
  if (home !== HOME) say(`  its data lie in ${dataDir}: the account it runs as cannot enter this checkout`);
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}
