import { ALL_TOPICS, type ServiceName } from '@doorstep/contracts';
import type { Client } from 'pg';
import { readEnvelope } from '../events/read-envelope.js';
import type { TailReader } from '../kafka/ports.js';
import { sourceOf, type Cursor } from './cursor.js';
import { CursorStore } from './cursor-store.js';
import { Lead, LEAD_IDLE_MS } from './lead.js';
import { BATCH_LIMITS } from './numbering.js';
import { databaseIdentity, tryLead } from './relay-connection.js';

/** Numbers cannot begin anew now; nothing was changed. */
export class NewEpochRefusedError extends Error {
  override readonly name = 'NewEpochRefusedError';
}

export interface NewEpochParts {
  readonly service: ServiceName;
  readonly shard: number;
  /** Connected as the owner of the database. */
  readonly client: Client;
  readonly tails: TailReader;
}

export interface NewEpoch {
  readonly source: string;
  /** Events of the old epoch that were never sent and now are, first of all. */
  readonly carriedOver: number;
  /** Events that Kafka has although the cursor does not know: they are not sent again. */
  readonly alreadySent: number;
}

/** A relay that was frozen while it sent may have put whole batches of known records behind unknown ones. */
const FIRST_DEPTH = 10 * BATCH_LIMITS.rows;
const DEEPEST = 1_000_000;

/**
 * The way on after a restored backup or lost topics: the source counts from 1 again under a new name, so that no number is ever
 * given twice. Transaction ids of another server mean nothing here, so unsent events are written anew, in their order. Stop every
 * instance of the service first. @throws NewEpochRefusedError while one runs, or when Kafka does not show how far it was sent
 */
export async function beginNewEpoch({ service, shard, client, tails }: NewEpochParts): Promise<NewEpoch> {
  if (!(await tryLead(client, shard)))
    throw new NewEpochRefusedError(`a relay of ${service} is running: stop it first`);
  await refuseBesideService(client, service);
  const store = new CursorStore(client);
  const database = await databaseIdentity(client);
  const cursor = await store.load(shard, database);
  // Reading the ends of all topics may take longer than the silence after which a lead is lost.
  const { epoch, ids } = await new Lead(client, LEAD_IDLE_MS).hold(() => publishedAfter(service, cursor, tails));
  const carriedOver = await rewrite(client, { shard, cursor, epoch: epoch + 1, database, alreadySent: ids });
  return { source: sourceOf(service, { shard, epoch: epoch + 1 }), carriedOver, alreadySent: ids.length };
}

/** A service whose relay refuses still answers requests, and would write events while the outbox is being rewritten. */
async function refuseBesideService(client: Client, service: ServiceName): Promise<void> {
  const { rows } = await client.query<{ sessions: number }>(
    `SELECT count(*)::int AS sessions FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ANY ($1)`,
    [[service, `${service}-relay`]],
  );
  if (rows[0]?.sessions !== 0) throw new NewEpochRefusedError(`${service} is running on this database: stop it first`);
}

/** The highest epoch in use, and what was sent in it without the cursor knowing. */
async function publishedAfter(
  service: ServiceName,
  cursor: Cursor,
  tails: TailReader,
): Promise<{ epoch: number; ids: string[] }> {
  const topics = ALL_TOPICS.filter((topic) => topic.owner === service).map((topic) => topic.name);
  const own = sourceOf(service, cursor).replace(/\d+$/, '');
  for (let depth = FIRST_DEPTH; ; depth *= 10) {
    let { epoch } = cursor;
    let deeper = false;
    const ids = new Set<string>();
    for (const { records, end } of await tails.read(topics, depth)) {
      const envelopes = records.flatMap(({ value }) => (value && readEnvelope(value).envelope) ?? []);
      const mine = envelopes.filter((envelope) => envelope.source.startsWith(own));
      const unknown = mine.filter((envelope) =>
        isAfter(cursor, Number(envelope.source.slice(own.length)), envelope.sequence),
      );
      for (const envelope of mine) epoch = Math.max(epoch, Number(envelope.source.slice(own.length)));
      for (const envelope of unknown) ids.add(envelope.id);
      // A compacted partition has fewer records than numbers; what counts is whether its beginning was reached.
      deeper ||= end > BigInt(depth) && unknown.length === mine.length;
    }
    if (!deeper) return { epoch, ids: [...ids] };
    // Guessing would send again what everybody has handled.
    if (depth === DEEPEST)
      throw new NewEpochRefusedError(`more than ${DEEPEST} events were sent after the moment of this database`);
  }
}

function isAfter(cursor: Cursor, epoch: number, sequence: string): boolean {
  return epoch > cursor.epoch || (epoch === cursor.epoch && Number(sequence) > cursor.sequence);
}

interface Rewrite {
  readonly shard: number;
  readonly cursor: Cursor;
  readonly epoch: number;
  readonly database: string;
  readonly alreadySent: readonly string[];
}

/** Unsent events and the new numbering, or neither. Answers how many events there were. */
async function rewrite(client: Client, { shard, cursor, epoch, database, alreadySent }: Rewrite): Promise<number> {
  const columns = 'id, topic, partition, key, type, time, actor, correlation, causation, traceparent, data';
  await client.query('BEGIN');
  // Forgetting this commit in a crash would give the numbers of the new epoch twice.
  await client.query('SET LOCAL synchronous_commit = on');
  await client.query('LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE');
  await client.query(
    `CREATE TEMPORARY TABLE unsent ON COMMIT DROP AS
     SELECT row_number() OVER (ORDER BY o.xid, o.position) AS n, ${columns.replace(/\w+/g, 'o.$&')}
     FROM outbox o WHERE (o.xid, o.position) > ($1::xid8, $2::bigint) AND o.id <> ALL ($3::uuid[])`,
    [cursor.xid, cursor.position, alreadySent],
  );
  await client.query('TRUNCATE outbox');
  const { rowCount } = await client.query(`INSERT INTO outbox (${columns}) SELECT ${columns} FROM unsent ORDER BY n`);
  await client.query(
    `UPDATE outbox_cursor SET epoch = $2, xid = '0', position = 0, sequence = 0, sent = '{}', day = current_date - 1,
       database = $3, updated_at = now() WHERE shard = $1`,
    [shard, epoch, database],
  );
  await client.query('COMMIT');
  return rowCount ?? 0;
}
