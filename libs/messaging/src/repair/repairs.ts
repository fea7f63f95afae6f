import {
  OPERATION_EVENTS,
  PARTITIONS,
  type EventDefinition,
  type EventEnvelope,
  type Repair,
} from '@doorstep/contracts';
import { partitionOf, UnprocessableError, type Clock } from '@doorstep/kernel';
import type { Transactions } from '@doorstep/persistence';
import type { Handlers } from '../consumer/handlers.js';
import type { PartitionReader } from '../consumer/partition-reader.js';
import type { EventMeta } from '../events/event-meta.js';
import { newEvent } from '../events/new-event.js';
import { readEnvelope } from '../events/read-envelope.js';
import type { EventSubscriber, IncomingRecord } from '../kafka/ports.js';
import type { Outbox } from '../outbox/outbox.js';
import type { OperatedService } from '../parked/parked-keys.js';
import type { RepairOutcome } from './repairs.schema.js';

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
  readonly subscriber: EventSubscriber;
  readonly transactions: Transactions;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

interface Fed {
  readonly partition: number;
  readonly records: { readonly record: IncomingRecord; readonly envelope: EventEnvelope }[];
}

/** Feeds events that Kafka has lost, from the audit log's bytes, the same way as if they had been read. */
export class Repairs {
  constructor(private readonly parts: RepairParts) {}

  /**
   * @param records exact bytes of the records, in the order of their source.
   * @throws RepairRefusedError for another topic's or broken records, or when even these leave a gap.
   */
  async feed(topicName: string, records: readonly Buffer[], meta: EventMeta): Promise<RepairOutcome> {
    const topic = this.parts.handlers.topics.find((candidate) => candidate.name === topicName);
    if (!topic) throw new RepairRefusedError('this service does not read that topic');
    const byPartition = new Map<number, Fed>();
    for (const value of records) {
      const { envelope } = readEnvelope(value);
      if (!envelope) throw new RepairRefusedError('a record is no event of this system');
      const partition = partitionOf(envelope.subject, PARTITIONS[topic.keySpace]);
      const fed = byPartition.get(partition) ?? { partition, records: [] };
      fed.records.push({ record: { offset: -1n, key: envelope.subject, value }, envelope });
      byPartition.set(partition, fed);
    }
    const partitions: RepairOutcome['partitions'] = [];
    for (const fed of byPartition.values()) partitions.push(await this.feedPartition(topic.name, fed, meta));
    return { partitions };
  }

  private async feedPartition(topic: string, fed: Fed, meta: EventMeta): Promise<RepairOutcome['partitions'][number]> {
    const { partition } = fed;
    const batch = { topic, partition, records: fed.records.map(({ record }) => record) };
    const { taken, gap } = await this.parts.reader.feed(batch);
    if (gap)
      throw new RepairRefusedError(
        `partition ${partition} needs what follows ${gap.after}, not what follows ${gap.previous}`,
      );
    if (taken > 0) await this.publish(topic, fed, meta);
    this.parts.subscriber.resume({ topic, partition });
    return { partition, applied: taken };
  }

  private async publish(topic: string, { partition, records }: Fed, meta: EventMeta): Promise<void> {
    const [first, last] = [records[0]?.envelope, records.at(-1)?.envelope] as [EventEnvelope, EventEnvelope];
    const definition: EventDefinition<Repair> = OPERATION_EVENTS[this.parts.service].repaired;
    const data: Repair = {
      topic,
      partition,
      source: first.source,
      fromSequence: first.sequence,
      toSequence: last.sequence,
      at: this.parts.clock.now().toISOString(),
    };
    const key = `${topic}/${partition}`;
    await this.parts.transactions.run({ keys: [{ space: 'operation', key }] }, (tx) =>
      this.parts.outbox.add(tx, meta, newEvent(definition, key, data)),
    );
  }
}
