import { MAX_EVENT_DATA_BYTES, PARTITIONS } from '@doorstep/contracts';
import { assert, canonicalJson, partitionOf, systemClock, uuidv7, type Clock, type JsonValue } from '@doorstep/kernel';
import { COPY_FROM_ROWS, CopyBuffer, copyIn, sqlArray, type Tx } from '@doorstep/persistence';
import type { EventMeta } from '../events/event-meta.js';
import type { NewEvent } from '../events/new-event.js';
import { sqlTime } from '../relay/document.js';
import type { FreshEvent } from '../relay/fresh-events.js';
import { writerOf } from './event-writer.js';
import { EventTooLargeError } from './outbox.errors.js';

const INSERT = {
  name: 'outbox-add',
  text: `INSERT INTO outbox (id, topic, partition, key, type, time, actor, correlation, causation, traceparent, data)
    SELECT e.id, e.topic, e.partition, e.key, e.type, $11, e.actor, e.correlation, e.causation, e.traceparent, e.data
    FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
      WITH ORDINALITY AS e(id, topic, partition, key, type, actor, correlation, causation, traceparent, data, n)
    ORDER BY e.n`,
};
/** Rows of one statement; more are sent in several. */
const CHUNK = 5_000;

/** The only way to publish: a row written in the transaction of the change. The relay does the rest. */
export class Outbox {
  /** `committed` tells the relay of this process what was committed. */
  constructor(
    private readonly committed: (events: readonly FreshEvent[]) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  /**
   * Writes the events in the given order and answers their ids. The order of one key on its topic is the order of commits, and
   * within a transaction the order of these calls.
   * @throws AssertionError for a key whose lane the transaction does not hold, or data that its schema refuses;
   *   EventTooLargeError for data over 48 kB.
   */
  async add(tx: Tx, meta: EventMeta, ...events: readonly NewEvent[]): Promise<string[]> {
    if (events.length === 0) return [];
    const now = this.clock.now();
    const at = { ms: now.getTime(), sql: sqlTime(now) };
    const written: FreshEvent[] = [];
    for (let from = 0; from < events.length; from += CHUNK) {
      const rows = events.slice(from, from + CHUNK).map((event) => rowOf(tx, meta, event, at));
      await (rows.length < COPY_FROM_ROWS ? insert(tx, rows, at) : copy(tx, rows, now));
      written.push(...rows);
    }
    tx.afterCommit(() => this.committed(written));
    return written.map(({ id }) => id);
  }
}

/** In the order of the statement's parameters. */
const COLUMNS = [
  'id',
  'topic',
  'partition',
  'key',
  'type',
  'actor',
  'correlation',
  'causation',
  'traceparent',
  'data',
] as const;
const COPIED = [...COLUMNS, 'time'];
/** Of a row without its data, generously. */
const ROW_BYTES = 500;

async function insert(tx: Tx, rows: readonly FreshEvent[], { sql }: Moment): Promise<void> {
  const columns = COLUMNS.map((column) => sqlArray(rows.map((row) => row[column])));
  await tx.client.query({ ...INSERT, values: [...columns, sql] });
}

/** Kilobytes of data that neither side searches for the ends of lines and values. */
async function copy(tx: Tx, rows: readonly FreshEvent[], now: Date): Promise<void> {
  const copied = new CopyBuffer(rows.reduce((sum, { data }) => sum + data.length + ROW_BYTES, 0));
  for (const { id, topic, partition, key, type, actor, correlation, causation, traceparent, data } of rows) {
    copied.row(COPIED.length);
    copied.uuid(id);
    copied.text(topic);
    copied.int2(partition);
    for (const text of [key, type, actor, correlation, causation, traceparent, data]) copied.text(text);
    copied.timestamp(now);
  }
  await copyIn(tx, 'outbox', COPIED, copied.finish());
}

interface Moment {
  readonly ms: number;
  readonly sql: string;
}

function rowOf(tx: Tx, shared: EventMeta, event: NewEvent, at: Moment): FreshEvent {
  const { topic, type } = event.definition;
  const meta = event.meta ?? shared;
  const key = event.key.normalize('NFC');
  assert(tx.holds({ space: topic.keySpace, key }), `${type} is published without holding the lane of its key`);
  return {
    id: uuidv7(at.ms),
    topic: topic.name,
    partition: partitionOf(key, PARTITIONS[topic.keySpace]),
    key,
    type,
    time: at.sql,
    actor: meta.actor,
    correlation: meta.correlationId,
    causation: meta.causationId ?? null,
    traceparent: meta.traceparent ?? null,
    data: canonicalData(event),
  };
}

/** An event that breaks its own contract is a mistake of the publisher; nobody downstream could repair it. */
function canonicalData(event: NewEvent): string {
  const { type, data: schema } = event.definition;
  const data = writerOf(schema)(event.data) ?? slowly(event);
  // No character takes more than three bytes.
  const bytes = data.length * 3 <= MAX_EVENT_DATA_BYTES ? 0 : Buffer.byteLength(data);
  if (bytes > MAX_EVENT_DATA_BYTES) throw new EventTooLargeError(type, bytes);
  return data;
}

function slowly({ definition: { type, data: schema }, data }: NewEvent): string {
  const checked = schema.safeParse(data);
  assert(checked.success, `${type} does not fit its schema: ${checked.error?.issues[0]?.path.join('.') ?? ''}`);
  return canonicalJson(data as JsonValue);
}
