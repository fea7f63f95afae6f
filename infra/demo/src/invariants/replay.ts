import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { DemoStack } from '../demo-stack.js';
import type { Findings } from '../findings.js';
import { connect } from './connect.js';

const CONSUMERS = ['registry', 'meal-orders', 'day-care', 'benefits', 'audit'] as const;
/** What says where a service stands or that it lives, and not what it knows. */
const NOT_STATE = ['consumer_position', 'outbox_cursor', 'patrol'];
/** Of the registry, behind row-level security. */
const PROTECTED = ['person', 'person_fact', 'vault.sealed_identity'];
const LIMIT_MS = 60_000;

interface Position {
  readonly place: string;
  readonly next: string;
  /** The last number of each source. */
  readonly taken: string;
}

interface State {
  readonly tables: Record<string, string>;
  readonly positions: readonly Position[];
}

/**
 * I14: every consumer is sent back to the first record of every partition and started anew. When it has read everything once more, its
 * tables are what they were before.
 */
export async function checkReplay(stack: DemoStack, findings: Findings): Promise<void> {
  const open = new Map<string, pg.Client>();
  const before = new Map<string, State>();
  try {
    for (const service of CONSUMERS) {
      const client = await connect(stack.databases()[service].owner);
      open.set(service, client);
      before.set(service, { tables: await digests(client), positions: await positions(client) });
      await client.query('UPDATE consumer_position SET next_offset = 0');
    }
    for (const service of CONSUMERS) findings.truth(`I14 ${service} was killed`, stack.kill(service));
    await sleep(1_000);
    await stack.untilHealthy();
    for (const table of PROTECTED)
      findings.truth(`I14 rows of ${table} are seen`, !/^0 /.test(before.get('registry')?.tables[table] ?? '0 '));
    const deadline = Date.now() + LIMIT_MS;
    for (const [service, client] of open) {
      const { tables, positions: wanted } = before.get(service) as State;
      const behind = await untilReached(client, wanted, deadline);
      findings.equal(`I14 ${service} is behind after the replay`, behind.slice(0, 3), []);
      findings.equal(`I14 ${service}: tables after the replay`, await digests(client), tables);
    }
  } finally {
    for (const client of open.values()) await client.end();
  }
}

/** One hash over all rows of each table, whatever schema it stands in. */
async function digests(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND c.relname <> ALL ($1) ORDER BY 1`,
    [NOT_STATE],
  );
  const result: Record<string, string> = {};
  for (const { name } of rows) {
    const digest = await client.query<{ hash: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS hash FROM ${name} t`,
    );
    result[name] = digest.rows[0]?.hash ?? '';
  }
  return result;
}

async function positions(client: pg.Client): Promise<Position[]> {
  const { rows } = await client.query<Position>(
    `SELECT concat_ws(' ', consumer, topic, partition) AS place, max(next_offset) AS next,
       coalesce(jsonb_object_agg(source, sequence) FILTER (WHERE source <> '-'), '{}')::text AS taken
     FROM consumer_position GROUP BY consumer, topic, partition`,
  );
  return rows;
}

/** What is still behind when all was read again, or time is up: `[place, then, now]`. */
async function untilReached(client: pg.Client, wanted: readonly Position[], deadline: number): Promise<unknown[]> {
  for (;;) {
    const now = new Map((await positions(client)).map((position) => [position.place, position]));
    const behind = wanted.filter(({ place, next, taken }) => {
      const position = now.get(place);
      return position === undefined || Number(position.next) < Number(next) || position.taken !== taken;
    });
    if (behind.length === 0) return [];
    if (Date.now() > deadline) return behind.map((position) => [position, now.get(position.place)]);
    await sleep(250);
  }
}
