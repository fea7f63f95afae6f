import type { EventEnvelope } from '@doorstep/contracts';
import type { SeenRecord } from './topic-reader.js';

/** A committed event as the outbox has it, in commit order. */
export interface CommittedEvent {
  readonly id: string;
  readonly key: string;
}

/**
 * I11 and I12 on what lies in Kafka: exactly the committed events, once each, every key in commit order, numbers dense and each
 * partition chained by `previous`. `before` is the number of events that were there before.
 */
export function checkStream(
  committed: readonly CommittedEvent[],
  records: readonly SeenRecord[],
  before: { readonly sequence: number; readonly last: Map<number, string> },
): string[] {
  const violations: string[] = [];
  const events = records.map((record) => ({ record, event: JSON.parse(record.value.toString()) as EventEnvelope }));
  const wanted = keyOrder(committed);
  const seen = keyOrder(events.map(({ event }) => ({ id: event.id, key: event.subject })));
  for (const [key, ids] of wanted) if (seen.get(key) !== ids) violations.push(`I12: key ${key} is not in commit order`);
  for (const key of seen.keys()) if (!wanted.has(key)) violations.push(`I11: key ${key} was never committed`);
  if (records.length !== committed.length)
    violations.push(`I11: ${records.length} records for ${committed.length} committed events`);
  for (const { record, event } of events) {
    const last = before.last.get(record.partition) ?? '0';
    if (event.previous !== last)
      violations.push(`I11: ${event.sequence} names ${event.previous}, but ${last} lies before it`);
    before.last.set(record.partition, event.sequence);
  }
  const numbers = events.map(({ event }) => Number(event.sequence)).sort((a, b) => a - b);
  const hole = numbers.findIndex((number, index) => number !== before.sequence + index + 1);
  if (hole >= 0) violations.push(`I11: number ${before.sequence + hole + 1} is missing`);
  return violations.slice(0, 10);
}

function keyOrder(events: readonly CommittedEvent[]): Map<string, string> {
  const order = new Map<string, string>();
  for (const { id, key } of events) order.set(key, `${order.get(key) ?? ''} ${id}`);
  return order;
}
