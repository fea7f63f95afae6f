import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Findings } from '../src/findings.js';
import { checkImmutable } from '../src/invariants/check.js';
import type { Databases } from '../src/invariants/databases.js';
import { checkDelivery } from '../src/invariants/delivery.js';
import { MESSAGING_SERVICES } from '../src/invariants/messaging-services.js';
import { IMMUTABLE, PARKED, SQL_RULES } from '../src/invariants/rules.js';
import { BROKEN_STATES } from './broken-states.js';
import { looseDatabase, seed, type LooseDatabase, type SeededRow } from './loose-database.js';

const SERVICES = ['benefits', 'meal-orders', 'day-care', 'registry', 'audit'] as const;
const RULES = [...SQL_RULES, { ...PARKED, service: 'benefits' as const }];
const databases = new Map<string, LooseDatabase>();

beforeAll(async () => {
  for (const service of SERVICES) databases.set(service, await looseDatabase(service));
});
afterAll(async () => {
  for (const database of databases.values()) await database.drop();
});

const databaseOf = (service: string): LooseDatabase => databases.get(service) as LooseDatabase;

/** Each state is seeded, looked at, broken, looked at again, and forgotten. */
async function inPassing(clients: readonly pg.Client[], work: () => Promise<void>): Promise<void> {
  for (const client of clients) await client.query('BEGIN');
  try {
    await work();
  } finally {
    for (const client of clients) await client.query('ROLLBACK');
  }
}

const apply = async (client: pg.Client, change: readonly SeededRow[] | string): Promise<void> =>
  typeof change === 'string' ? void (await client.query(change)) : seed(client, change);

it('every rule has a state that breaks it', () => {
  const name = ({ service, says }: { service: string; says: string }) => `${service}: ${says}`;
  expect(BROKEN_STATES.map(name).sort()).toEqual(RULES.map(name).sort());
  expect(BROKEN_STATES.every(({ broken }) => Object.keys(broken).length > 0)).toBe(true);
});

describe.each(BROKEN_STATES.map((each) => [`${each.service}: ${each.says}`, each] as const))('%s', (_, states) => {
  const { service, says, right, broken } = states;
  const sql = RULES.find((rule) => rule.says === says && rule.service === service)?.sql ?? '';

  it.each(Object.entries(broken))('is broken by %s', async (__, change) => {
    const { client } = databaseOf(service);
    await inPassing([client], async () => {
      await seed(client, right);
      expect((await client.query(sql)).rows).toEqual([]);
      await apply(client, change);
      expect((await client.query(sql)).rows).not.toEqual([]);
    });
  });
});

describe('I11, I12 and I15: what arrived is what was committed', () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const place = { topic: 't', partition: 0, key: 'k' };
  const committed: readonly SeededRow[] = [
    ['outbox', { id: first, ...place }],
    ['outbox', { id: second, ...place }],
    ['outbox_cursor', { shard: 0, epoch: 1, xid: '1', sent: '{"t/0": 2}' }],
  ];
  const journal = (journal_index: number, sequence: number, event_id: string): SeededRow => [
    'journal',
    { journal_index, stream_id: 900, key: 'k', sequence, event_id },
  ];
  const journaled: readonly SeededRow[] = [
    journal(1, 1, first),
    journal(2, 2, second),
    ['consumer_position', { consumer: 'audit', topic: 't', partition: 0, source: 'benefits/0/1', sequence: 2 }],
  ];
  const STREAM = `INSERT INTO journal_stream (stream_id, source, topic) OVERRIDING SYSTEM VALUE VALUES (900, 'benefits/0/1', 't')`;

  const differences = async (change: readonly SeededRow[] | string): Promise<string[]> => {
    const [sender, audit] = [databaseOf('benefits').client, databaseOf('audit').client];
    const findings = new Findings();
    await inPassing([sender, audit], async () => {
      await seed(sender, committed);
      await audit.query(STREAM);
      await seed(audit, journaled);
      await apply(audit, change);
      // Those who sent nothing and read nothing.
      const quiet = databaseOf('day-care').client;
      const open = new Map(MESSAGING_SERVICES.map((service): [string, pg.Client] => [service, quiet]));
      await checkDelivery(open.set('benefits', sender).set('audit', audit), findings);
    });
    return findings.differences;
  };

  it('finds nothing in a faithful journal', async () => expect(await differences([])).toEqual([]));

  it.each<[string, readonly SeededRow[] | string, string]>([
    ['a lost event', 'DELETE FROM journal WHERE sequence = 2', 'I11 benefits: every committed event'],
    ['an event that was never committed', [journal(3, 3, randomUUID())], 'I11 benefits: journaled events'],
    ['an event journaled twice', [journal(3, 3, first)], 'I11 benefits: journaled events'],
    ['a number left out', 'UPDATE journal SET sequence = 3 WHERE sequence = 2', 'I11 numbers of benefits/0/1'],
    ['a swapped order', 'UPDATE journal SET sequence = 3 - sequence', 'I12 benefits: keys'],
    ['a consumer that is behind', 'UPDATE consumer_position SET sequence = 1', 'I15 audit: positions'],
  ])('finds %s', async (_, change, where) => {
    expect((await differences(change)).some((difference) => difference.startsWith(where))).toBe(true);
  });
});

it('I3: a table that the role of its service may change is found', async () => {
  const urls = Object.fromEntries(SERVICES.map((service) => [service, databaseOf(service).urls]));
  const check = async (): Promise<string[]> => {
    const findings = new Findings();
    await checkImmutable(urls as unknown as Databases, findings);
    return findings.differences;
  };
  expect(await check()).toEqual([]);
  for (const { service, table } of IMMUTABLE) {
    const role = `${service.replaceAll('-', '_')}_app`;
    await databaseOf(service).client.query(`GRANT UPDATE, DELETE, TRUNCATE ON ${table} TO ${role}`);
  }
  expect((await check()).map((difference) => difference.split(' ').slice(0, 3).join(' ')).sort()).toEqual(
    IMMUTABLE.flatMap(({ service }) => ['UPDATE', 'DELETE', 'TRUNCATE'].map((act) => `I3 ${service}: ${act}`)).sort(),
  );
});
