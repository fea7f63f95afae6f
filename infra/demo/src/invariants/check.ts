import pg from 'pg';
import type { Findings } from '../findings.js';
import { checkDelivery } from './delivery.js';
import { IMMUTABLE, PARKED, SQL_RULES, type SqlRule } from './rules.js';

/** Owner's and service's own URL of each service's database. */
export interface DatabaseUrls {
  readonly owner: string;
  readonly app: string;
}
export type Databases = Readonly<Record<SqlRule['service'], DatabaseUrls>>;

const SERVICES = ['registry', 'meal-orders', 'day-care', 'benefits', 'audit'] as const;
const UNDEFINED_PRIVILEGE = '42501';

/** Reads the databases directly, without a line of the services' own code, and notes every violation. */
export async function checkInvariants(databases: Databases, findings: Findings): Promise<void> {
  const open = new Map<string, pg.Client>();
  try {
    for (const service of SERVICES) open.set(service, await connect(databases[service].owner));
    const parked = SERVICES.map((service) => ({ ...PARKED, service }));
    for (const rule of [...SQL_RULES, ...parked]) {
      const { rows } = await (open.get(rule.service) as pg.Client).query(`${rule.sql} LIMIT 5`);
      findings.equal(`${rule.invariant} ${rule.service}: ${rule.says}`, rows, []);
    }
    await checkDelivery(open, findings);
  } finally {
    for (const client of open.values()) await client.end();
  }
  await checkImmutable(databases, findings);
}

/** I3: the service's own role is refused, whatever it tries. */
async function checkImmutable(databases: Databases, findings: Findings): Promise<void> {
  for (const { service, table, column } of IMMUTABLE) {
    const client = await connect(databases[service].app);
    try {
      for (const sql of [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        const code = await client.query(sql).then(
          () => 'done',
          (error: pg.DatabaseError) => error.code,
        );
        findings.equal(`I3 ${service}: ${sql}`, code, UNDEFINED_PRIVILEGE);
      }
    } finally {
      await client.end();
    }
  }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    statement_timeout: 60_000,
    query_timeout: 65_000,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  return client;
}
