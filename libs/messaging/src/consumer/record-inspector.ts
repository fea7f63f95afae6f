import { PARTITIONS, type EventEnvelope, type Topic } from '@doorstep/contracts';
import { partitionOf } from '@doorstep/kernel';
import type { RawRecord, ReceivedEvent } from '../events/received-event.js';
import { readEnvelope } from '../events/read-envelope.js';
import type { IncomingRecord } from '../kafka/ports.js';
import type { Handlers } from './handlers.js';
import type { InspectedRecord } from './inspected-record.js';

const LONGEST_KEY = 200;

/** Looks at each record of one partition once. What is not exactly an event of this topic's owner is never guessed at. */
export class RecordInspector {
  private readonly source: string;

  constructor(
    private readonly handlers: Handlers,
    private readonly topic: Topic,
    private readonly partition: number,
  ) {
    this.source = `${topic.owner}/`;
  }

  inspect(record: IncomingRecord, index: number, overdue = false): InspectedRecord {
    const read = record.value ? readEnvelope(record.value) : { envelope: null, problem: 'TOMBSTONE' };
    const { envelope } = read;
    const base = { index, record, envelope };
    if (!envelope) return { ...base, kind: 'bad', key: this.orderKey(record), problem: read.problem ?? 'MALFORMED' };
    if (!envelope.source.startsWith(this.source))
      return { ...base, kind: 'bad', key: this.orderKey(record), problem: 'FOREIGN_SOURCE' };
    const numbers = {
      source: envelope.source,
      sequence: BigInt(envelope.sequence),
      previous: BigInt(envelope.previous),
    };
    const problem = this.problemOf(record, envelope);
    if (problem !== undefined) return { ...base, numbers, kind: 'bad', key: this.orderKey(record), problem };
    const key = envelope.subject;
    if (this.handlers.of(envelope.type).length === 0) return { ...base, numbers, kind: 'unwanted', key };
    const data = this.handlers.definitionOf(envelope.type)?.data.safeParse(envelope.data);
    if (!data?.success)
      return {
        ...base,
        numbers,
        kind: 'bad',
        key,
        problem: `INVALID_DATA: ${data?.error.issues[0]?.path.join('.') ?? ''}`,
      };
    return { ...base, numbers, kind: 'event', key, event: this.received(record, envelope, data.data, overdue) };
  }

  raw({ record, envelope, problem }: InspectedRecord): RawRecord {
    return {
      topic: this.topic.name,
      partition: this.partition,
      offset: record.offset.toString(),
      key: record.key,
      bytes: record.value,
      envelope,
      problem: problem ?? null,
    };
  }

  private problemOf(record: IncomingRecord, envelope: EventEnvelope): string | undefined {
    if (record.key !== envelope.subject) return 'WRONG_KEY';
    if (partitionOf(record.key, PARTITIONS[this.topic.keySpace]) !== this.partition) return 'WRONG_PARTITION';
    const definition = this.handlers.definitionOf(envelope.type);
    if (!definition) return `UNKNOWN_TYPE: ${envelope.type}`;
    return definition.topic.name === this.topic.name ? undefined : `WRONG_TOPIC: ${envelope.type}`;
  }

  /** A bad record stops the key that it names, if that key can lie in this partition; else nothing but itself. */
  private orderKey({ key, offset }: IncomingRecord): string {
    const credible =
      key !== null &&
      /^[^\0!][^\0]*$/.test(key) &&
      key.length <= LONGEST_KEY &&
      partitionOf(key, PARTITIONS[this.topic.keySpace]) === this.partition;
    return credible ? key : `!${this.partition}:${offset}`;
  }

  private received(record: IncomingRecord, envelope: EventEnvelope, data: unknown, overdue: boolean): ReceivedEvent {
    return {
      id: envelope.id,
      type: envelope.type,
      key: envelope.subject,
      source: envelope.source,
      sequence: BigInt(envelope.sequence),
      time: envelope.time,
      actor: envelope.actor,
      correlationId: envelope.correlationid,
      ...(envelope.causationid !== undefined && { causationId: envelope.causationid }),
      data,
      topic: this.topic.name,
      partition: this.partition,
      offset: record.offset.toString(),
      bytes: record.value as Buffer,
      overdue,
    };
  }
}
