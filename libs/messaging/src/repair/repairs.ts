import {
  OPERATION_EVENTS,
  PARTITIONS,
  type EventDefinition,
  type EventEnvelope,
  type Repair,
  type Topic,
} from '@doorstep/contracts';
import { partitionOf, UnprocessableError, type Clock } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { BatchCompanion } from '../consumer/batch-place.js';
import type { Handlers } from '../consumer/handlers.js';
import type { InspectedRecord } from '../consumer/inspected-record.js';
import type { PartitionReader } from '../consumer/partition-reader.js';
import type { EventMeta } from '../events/event-meta.js';
import { newEvent } from '../events/new-event.js';
import { readEnvelope } from '../events/read-envelope.js';
import type { EventSubscriber, IncomingRecord, TopicPartition } from '../kafka/ports.js';
import type { Outbox } from '../outbox/outbox.js';
import type { OperatedService } from '../parked/parked-keys.js';
import type { RecordProofs } from './record-proofs.js';
import type { RepairOutcome, RepairRecord } from './repairs.schema.js';

/** The records are not what a stopped partition can be fed with. */
export class RepairRefusedError extends UnprocessableError {
  constructor(message: string) {
    super('MESSAGING.REPAIR_REFUSED', message);
  }
}

export interface RepairParts {
  readonly service: OperatedService;
  readonly handlers: Handlers;
  readonly reader: PartitionReader;
  readonly proofs: RecordProofs;
  readonly subscriber: EventSubscriber;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** Feeds events that Kafka has lost, from the audit log's bytes, the same way as if they had been read. */
export class Repairs {
  constructor(private readonly parts: RepairParts) {}

  /**
   * Whoever may call this could otherwise invent events; so each record must be proven to be in the public log, and no
   * record is taken before all are proven; partitions are then fed one after the other. @param records in the order of their source.
   * @throws RepairRefusedError for another topic's, broken or unproven records, or when even these leave a gap.
   */
  async feed(topicName: string, records: readonly RepairRecord[], meta: EventMeta): Promise<RepairOutcome> {
    const topic = this.parts.handlers.topics.find((candidate) => candidate.name === topicName);
    if (!topic) throw new RepairRefusedError('this service does not read that topic');
    const byPartition = new Map<number, IncomingRecord[]>();
    for (const record of records) {
      const value = Buffer.from(record.bytes, 'base64');
      const { subject } = await this.proven(topic, record, value);
      const partition = partitionOf(subject, PARTITIONS[topic.keySpace]);
      const fed = byPartition.get(partition) ?? [];
      fed.push({ offset: -1n, key: subject, value });
      byPartition.set(partition, fed);
    }
    const partitions: RepairOutcome['partitions'] = [];
    for (const [partition, fed] of byPartition)
      partitions.push(await this.feedPartition({ topic: topicName, partition }, fed, meta));
    return { partitions };
  }

  /** The log proves bytes, and the type in them says which topic they belong to. On another one they would move its numbers on. */
  private async proven(topic: Topic, record: RepairRecord, value: Buffer): Promise<EventEnvelope> {
    const { envelope } = readEnvelope(value);
    if (!envelope) throw new RepairRefusedError('a record is no event of this system');
    if (this.parts.handlers.definitionOf(envelope.type)?.topic.name !== topic.name)
      throw new RepairRefusedError(`this version of the service knows no ${envelope.type} on ${topic.name}`);
    if (!envelope.source.startsWith(`${topic.owner}/`))
      throw new RepairRefusedError(`${envelope.source} does not write on ${topic.name}`);
    const fault = await this.parts.proofs.faultOf(record, envelope);
    if (fault !== undefined) throw new RepairRefusedError(fault);
    return envelope;
  }

  private async feedPartition(
    place: TopicPartition,
    records: readonly IncomingRecord[],
    meta: EventMeta,
  ): Promise<RepairOutcome['partitions'][number]> {
    const { taken, gap } = await this.parts.reader.feed({ ...place, records }, this.companion(place, meta));
    if (gap)
      throw new RepairRefusedError(
        `partition ${place.partition} needs what follows ${gap.after}, not what follows ${gap.previous}`,
      );
    this.parts.subscriber.resume(place);
    return { partition: place.partition, applied: taken };
  }

  /** Tells what was fed in the transaction that takes it: one is never committed without the other. */
  private companion(place: TopicPartition, meta: EventMeta): BatchCompanion {
    const key = `${place.topic}/${place.partition}`;
    const definition: EventDefinition<Repair> = OPERATION_EVENTS[this.parts.service].repaired;
    return {
      keys: [{ space: 'operation', key }],
      add: async (tx: Tx, taken: readonly InspectedRecord[]) => {
        const [first, last] = [taken[0]?.envelope, taken.at(-1)?.envelope] as [EventEnvelope, EventEnvelope];
        const data: Repair = {
          ...place,
          source: first.source,
          fromSequence: first.sequence,
          toSequence: last.sequence,
          at: this.parts.clock.now().toISOString(),
        };
        await this.parts.outbox.add(tx, meta, newEvent(definition, key, data));
      },
    };
  }
}
