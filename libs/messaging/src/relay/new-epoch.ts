import { ALL_TOPICS, type ServiceName } from '@doorstep/contracts';
import { assert } from '@doorstep/kernel';
import type { Client } from 'pg';
import { readEnvelope } from '../events/read-envelope.js';
import type { TailReader } from '../kafka/ports.js';
import { sourceOf, type Cursor } from './cursor.js';
import { CursorStore } from './cursor-store.js';
import { databaseIdentity, tryLead } from './relay-connection.js';

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

const FIRST_DEPTH = 1_000;
const DEEPEST = 1_000_000;

/**
 * The way on after a restored backup or lost topics: the source counts from 1 again under a new name, so that no number is ever
 * given twice. Transaction ids of another server mean nothing here, so unsent events are written anew, in their order. Stop every
 * instance of the service first. @throws AssertionError while a relay still leads.
 */
export async function beginNewEpoch({ service, shard, client, tails }: NewEpochParts): Promise<NewEpoch> {
  assert(await tryLead(client, shard), 'a relay of this service is still running');
  const store = new CursorStore(client);
  const database = await databaseIdentity(client);
  const cursor = await store.load(shard, database);
  const { epoch, ids } = await publishedAfter(service, cursor, tails);
  await client.query('BEGIN');
  const carriedOver = await rewriteUnsent(client, cursor, ids);
  await client.query(
    `UPDATE outbox_cursor SET epoch = $2, xid = '0', position = 0, sequence = 0, sent = '{}', day = current_date - 1,
       database = $3, updated_at = now() WHERE shard = $1`,
    [shard, epoch + 1, database],
  );
  await client.query('COMMIT');
  return { source: sourceOf(service, { shard, epoch: epoch + 1 }), carriedOver, alreadySent: ids.length };
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
    for (const { records } of await tails.read(topics, depth)) {
      const envelopes = records.flatMap(({ value }) => (value && readEnvelope(value).envelope) ?? []);
      const mine = envelopes.filter((envelope) => envelope.source.startsWith(own));
      const unknown = mine.filter((envelope) =>
        isAfter(cursor, Number(envelope.source.slice(own.length)), envelope.sequence),
      );
      for (const envelope of mine) epoch = Math.max(epoch, Number(envelope.source.slice(own.length)));
      for (const envelope of unknown) ids.add(envelope.id);
      deeper ||= records.length === depth && unknown.length === mine.length;
    }
    if (!deeper || depth === DEEPEST) return { epoch, ids: [...ids] };
  }
}

function isAfter(cursor: Cursor, epoch: number, sequence: string): boolean {
  return epoch > cursor.epoch || (epoch === cursor.epoch && Number(sequence) > cursor.sequence);
}

async function rewriteUnsent(client: Client, cursor: Cursor, alreadySent: readonly string[]): Promise<number> {
  const columns = 'id, topic, partition, key, type, time, actor, correlation, causation, data';
  await client.query(
    `CREATE TEMPORARY TABLE unsent ON COMMIT DROP AS
     SELECT row_number() OVER (ORDER BY o.xid, o.position) AS n, ${columns.replace(/\w+/g, 'o.$&')}
     FROM outbox o WHERE (o.xid, o.position) > ($1::xid8, $2::bigint) AND o.id <> ALL ($3::uuid[])`,
    [cursor.xid, cursor.position, alreadySent],
  );
  await client.query('TRUNCATE outbox');
  const { rowCount } = await client.query(`INSERT INTO outbox (${columns}) SELECT ${columns} FROM unsent ORDER BY n`);
  return rowCount ?? 0;
}
