import { TOPICS, type EventEnvelope } from '@doorstep/contracts';
import { canonicalJson, type JsonValue } from '@doorstep/kernel';
import type { TestDatabase } from '@doorstep/testing';
import { readTopic, type SeenRecord } from './topic-reader.js';
import { asOwner } from './world.js';

/** Names the invariant first (docs: reliability), so that a mutant is caught by the one it breaks. */
export type Violation = string;

interface OutboxEvent {
  readonly id: string;
  readonly key: string;
  readonly n: number | null;
  readonly same_transaction: boolean | null;
}

/**
 * Reads the producer's database and the topic by itself. I10: change and event together; I11: exactly the committed events are
 * there; I12: each key in commit order; numbers dense, chained, and the same bytes in every copy.
 */
export async function checkPublished(database: TestDatabase, prefix: string): Promise<Violation[]> {
  const rows = await asOwner<OutboxEvent>(
    database,
    `SELECT o.id, o.key, c.n, c.xid = o.xid AS same_transaction
     FROM outbox o FULL JOIN change c ON c.event_id = o.id`,
  );
  const records = await readTopic(prefix, TOPICS.mealOrder);
  const events = records.map((record) => ({ record, envelope: JSON.parse(record.value ?? '{}') as EventEnvelope }));
  return [...checkRows(rows), ...checkPresence(rows, events), ...checkOrder(events), ...checkNumbers(events)];
}

interface SeenEvent {
  readonly record: SeenRecord;
  readonly envelope: EventEnvelope;
}

function checkRows(rows: readonly OutboxEvent[]): Violation[] {
  return rows
    .filter((row) => row.same_transaction !== true)
    .map((row) => `I10: event ${row.id} and its change were not committed together`);
}

function checkPresence(rows: readonly OutboxEvent[], events: readonly SeenEvent[]): Violation[] {
  const committed = new Set(rows.map((row) => row.id));
  const seen = new Set(events.map(({ envelope }) => envelope.id));
  return [
    ...[...committed].filter((id) => !seen.has(id)).map((id) => `I11: committed event ${id} is not on the topic`),
    ...[...seen]
      .filter((id) => !committed.has(id))
      .map((id) => `I11: event ${id} is on the topic but was not committed`),
  ];
}

function checkOrder(events: readonly SeenEvent[]): Violation[] {
  const violations: Violation[] = [];
  const last = new Map<string, number>();
  for (const { envelope } of firstOccurrences(events)) {
    const n = (envelope.data as { n: number }).n;
    const before = last.get(envelope.subject) ?? 0;
    if (n !== before + 1) violations.push(`I12: key ${envelope.subject} has ${n} after ${before}`);
    last.set(envelope.subject, n);
  }
  return violations;
}

function checkNumbers(events: readonly SeenEvent[]): Violation[] {
  const violations: Violation[] = [];
  const bytes = new Map<string, string>();
  for (const { record, envelope } of events) {
    const known = bytes.get(envelope.id);
    if (known !== undefined && known !== record.value) violations.push(`I11: two copies of ${envelope.id} differ`);
    bytes.set(envelope.id, record.value ?? '');
    if (canonicalJson(envelope as unknown as JsonValue) !== record.value)
      violations.push(`${envelope.id} is not canonical`);
    if (record.key !== envelope.subject) violations.push(`${envelope.id} has another record key`);
  }
  const first = firstOccurrences(events);
  const previous = new Map<number, string>();
  for (const { record, envelope } of first) {
    if (envelope.previous !== (previous.get(record.partition) ?? '0'))
      violations.push(`numbers: ${envelope.sequence} follows ${envelope.previous} in partition ${record.partition}`);
    previous.set(record.partition, envelope.sequence);
  }
  const sequences = first.map(({ envelope }) => Number(envelope.sequence)).sort((a, b) => a - b);
  sequences.forEach((sequence, index) => {
    if (sequence !== index + 1) violations.push(`numbers: the ${index + 1}. sequence is ${sequence}`);
  });
  return violations;
}

/**
 * Reads the consumer's database and the topic by itself. I13: one effect per event; the order of each key; I15: what is neither
 * an effect nor set aside was lost, and nothing is done across a hole.
 */
export async function checkEffects(database: TestDatabase, prefix: string): Promise<Violation[]> {
  const effects = await asOwner<{ event_id: string; key: string; n: number }>(
    database,
    'SELECT event_id, key, n FROM effect ORDER BY effect',
  );
  const aside = await asOwner<{ bytes: Buffer | null }>(database, 'SELECT bytes FROM parked_message');
  const setAside = new Set(aside.map(({ bytes }) => bytes?.toString() ?? ''));
  const records = await readTopic(prefix, TOPICS.mealOrder);
  const counts = new Map<string, number>();
  for (const { event_id } of effects) counts.set(event_id, (counts.get(event_id) ?? 0) + 1);
  const violations: Violation[] = [];
  for (const [id, value] of new Map(records.map((record) => [idOf(record.value), record.value ?? '']))) {
    const count = counts.get(id) ?? 0;
    const expected = setAside.has(value) ? 0 : 1;
    if (count !== expected) violations.push(`I13: event ${id} took effect ${count} times instead of ${expected}`);
    counts.delete(id);
  }
  for (const id of counts.keys()) violations.push(`I13: effect of event ${id}, which is not on the topic`);
  violations.push(...checkChain(records, new Set(effects.map((effect) => effect.event_id)), setAside));
  const last = new Map<string, number>();
  for (const { key, n } of effects) {
    if (n <= (last.get(key) ?? 0)) violations.push(`I12: key ${key} took effect as ${n} after ${last.get(key)}`);
    last.set(key, n);
  }
  return violations;
}

/** What took effect or was set aside has its predecessor in the partition, as `previous` names it, done as well. */
function checkChain(
  records: readonly SeenRecord[],
  done: ReadonlySet<string>,
  setAside: ReadonlySet<string>,
): Violation[] {
  const numbered = records.filter((record) => idOf(record.value) !== 'no id');
  const events = numbered.map(({ partition, value }) => ({
    place: partition,
    finished: done.has(idOf(value)) || setAside.has(value ?? ''),
    envelope: JSON.parse(value ?? '{}') as EventEnvelope,
  }));
  const finished = events.filter((event) => event.finished);
  const places = new Set(finished.map(({ place, envelope }) => `${place}/${envelope.sequence}`));
  return finished
    .filter(({ place, envelope }) => envelope.previous !== '0' && !places.has(`${place}/${envelope.previous}`))
    .map(({ envelope }) => `I15: event ${envelope.id} took effect, but ${envelope.previous} before it never did`);
}

function idOf(value: string | null): string {
  try {
    return (JSON.parse(value ?? '{}') as { id?: string }).id ?? 'no id';
  } catch {
    return 'no id';
  }
}

function firstOccurrences(events: readonly SeenEvent[]): SeenEvent[] {
  const seen = new Set<string>();
  return events.filter(({ envelope }) => !seen.has(envelope.id) && seen.add(envelope.id));
}
