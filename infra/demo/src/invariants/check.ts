import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Findings } from '../findings.js';
import { caughtUp } from './caught-up.js';
import { connect } from './connect.js';
import type { Databases } from './databases.js';
import { checkDelivery } from './delivery.js';
import { MESSAGING_SERVICES } from './messaging-services.js';
import { checkPrivacy } from './privacy.js';
import { IMMUTABLE, PARKED, SQL_RULES } from './rules.js';

const QUIET_MS = 30_000;
const UNDEFINED_PRIVILEGE = '42501';

/** Reads the databases directly, without a line of the services' own code, and notes every violation. */
export async function checkInvariants(databases: Databases, findings: Findings): Promise<void> {
  await untilQuiet(databases);
  const open = new Map<string, pg.Client>();
  try {
    for (const service of MESSAGING_SERVICES) open.set(service, await connectToRead(databases[service].owner));
    const parked = MESSAGING_SERVICES.map((service) => ({ ...PARKED, service }));
    for (const rule of [...SQL_RULES, ...parked]) {
      const { rows } = await (open.get(rule.service) as pg.Client).query(firstViolations(rule.sql));
      findings.equal(`${rule.invariant} ${rule.service}: ${rule.says}`, rows, []);
    }
    await checkDelivery(open, findings);
    await checkPrivacy(open, findings);
  } finally {
    for (const client of open.values()) await client.end();
  }
  await checkImmutable(databases, findings);
}

/** PostgreSQL never counts the rows of a partitioned table by itself; without them it joins a month of events row by row. */
async function connectToRead(url: string): Promise<pg.Client> {
  const client = await connect(url);
  await client.query('ANALYZE outbox');
  return client;
}

/** As rules hold, every row is read: a plan for the first five would be the wrong one. */
const firstViolations = (sql: string): string =>
  `WITH violation AS MATERIALIZED (${sql}) SELECT * FROM violation LIMIT 5`;

/** The gateway tells once a second whom it refused; what is told then is on its way for a moment. Who never comes to rest is found behind. */
async function untilQuiet(databases: Databases): Promise<void> {
  await sleep(2_000);
  const deadline = Date.now() + QUIET_MS;
  while (Date.now() < deadline && !(await caughtUp(databases))) await sleep(250);
}

/** I3: the service's own role is refused, whatever it tries. */
export async function checkImmutable(databases: Databases, findings: Findings): Promise<void> {
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
