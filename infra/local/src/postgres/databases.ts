import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../platform/paths.js';

export interface DatabaseAccess {
  readonly service: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

export interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
}

/**
 * One database and two roles per service, as `infra/postgres/service.sql` says. Repeating it changes nothing but the passwords,
 * which are set to the given ones.
 * @param adminUrl a superuser, or a user with CREATEDB and CREATEROLE
 */
export async function provisionDatabases(
  adminUrl: string,
  accesses: readonly DatabaseAccess[],
): Promise<Map<string, DatabaseUrls>> {
  const script = readFileSync(join(ROOT, 'infra/postgres/service.sql'), 'utf8');
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: 'doorstep-provision',
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  });
  await client.connect();
  try {
    for (const access of accesses) await runScript(client, script, access);
  } finally {
    await client.end();
  }
  return new Map(accesses.map((access) => [access.service, urlsOf(adminUrl, access)]));
}

/** Runs the psql script: fills in `:'name'`, and executes what a query ending in `\gexec` answers. */
async function runScript(client: pg.Client, script: string, access: DatabaseAccess): Promise<void> {
  const variables: Record<string, string> = {
    service: databaseOf(access.service),
    owner_password: access.ownerPassword,
    app_password: access.appPassword,
  };
  const text = script.replace(/^--.*$/gmu, '').replace(/:'(\w+)'/gu, (_, name: string) => {
    return client.escapeLiteral(variables[name] ?? '');
  });
  for (const query of text
    .split('\\gexec')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const { rows } = await client.query<Record<string, string>>(query);
    for (const row of rows) for (const statement of Object.values(row)) await client.query(statement);
  }
}

export function databaseOf(service: string): string {
  return service.replaceAll('-', '_');
}

function urlsOf(adminUrl: string, access: DatabaseAccess): DatabaseUrls {
  const database = databaseOf(access.service);
  const urlFor = (role: string, password: string): string => {
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    url.username = role;
    url.password = password;
    return url.href;
  };
  return {
    ownerUrl: urlFor(`${database}_owner`, access.ownerPassword),
    appUrl: urlFor(`${database}_app`, access.appPassword),
  };
}
