import { PARTITIONS, type EventEnvelope, type Topic } from '@doorstep/contracts';
import { partitionOf } from '@doorstep/kernel';
import { fitOf } from '../events/event-fit.js';
import type { RawRecord, ReceivedEvent } from '../events/received-event.js';
import { readEnvelope } from '../events/read-envelope.js';
import type { IncomingRecord } from '../kafka/ports.js';
import type { Handlers } from './handlers.js';
import type { InspectedRecord, RecordNumbers } from './inspected-record.js';

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
    const { envelope, problem } = record.value ? readEnvelope(record.value) : TOMBSTONE;
    if (!envelope) return this.bad(record, index, problem);
    if (!envelope.source.startsWith(this.source)) return this.bad(record, index, 'FOREIGN_SOURCE', { envelope });
    const numbers = numbersOf(envelope);
    const misfit = this.misfitOf(record, envelope);
    if (misfit !== undefined) return this.bad(record, index, misfit, { envelope, numbers });
    const key = envelope.subject;
    if (this.handlers.of(envelope.type).length === 0)
      return { index, record, key, numbers, envelope, kind: 'unwanted', event: undefined, problem: undefined };
    const { data, wrong } = this.dataOf(envelope);
    if (wrong !== undefined) return this.bad(record, index, `INVALID_DATA: ${wrong}`, { envelope, numbers });
    const event = this.received(record, envelope, numbers, { data, overdue });
    return { index, record, key, numbers, envelope, kind: 'event', event, problem: undefined };
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

  private bad(record: IncomingRecord, index: number, problem: string, known: Known = NOTHING): InspectedRecord {
    const { envelope = null, numbers } = known;
    return { index, record, key: this.orderKey(record), numbers, envelope, kind: 'bad', event: undefined, problem };
  }

  /** As its schema gives it, or the path of the first member that is wrong. */
  private dataOf({ type, data }: EventEnvelope): { readonly data?: unknown; readonly wrong?: string } {
    const schema = this.handlers.definitionOf(type)?.data;
    if (schema && fitOf(schema)(data)) return { data };
    const checked = schema?.safeParse(data);
    return checked?.success ? { data: checked.data } : { wrong: checked?.error.issues[0]?.path.join('.') ?? '' };
  }

  private misfitOf(record: IncomingRecord, envelope: EventEnvelope): string | undefined {
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

  private received(
    record: IncomingRecord,
    envelope: EventEnvelope,
    numbers: RecordNumbers,
    { data, overdue }: { readonly data: unknown; readonly overdue: boolean },
  ): ReceivedEvent {
    const { causationid } = envelope;
    const event: Mutable<ReceivedEvent> = {
      id: envelope.id,
      type: envelope.type,
      key: envelope.subject,
      source: envelope.source,
      sequence: numbers.sequence,
      time: envelope.time,
      actor: envelope.actor,
      correlationId: envelope.correlationid,
      data,
      topic: this.topic.name,
      partition: this.partition,
      offset: record.offset.toString(),
      bytes: record.value as Buffer,
      overdue,
    };
    if (causationid !== undefined) event.causationId = causationid;
    if (record.traceparent !== undefined) event.traceparent = record.traceparent;
    return event;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Known {
  readonly envelope?: EventEnvelope;
  readonly numbers?: RecordNumbers;
}

const NOTHING: Known = {};
const TOMBSTONE = { envelope: null, problem: 'TOMBSTONE' } as const;

function numbersOf(envelope: EventEnvelope): RecordNumbers {
  return {
    source: envelope.source,
    sequence: BigInt(envelope.sequence),
    previous: BigInt(envelope.previous),
  };
}
