import type { ServiceName, Topic } from '@doorstep/contracts';
import { dataSchemaOf, PARTITIONS } from '@doorstep/contracts';
import type { Clock, JsonValue } from '@doorstep/kernel';
import { canonicalJson, partitionOf, uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import type { Producer } from 'kafkajs';
import { eventually } from './eventually.js';
import { testKafka } from './kafka-client.js';

/** A source epoch that no real relay reaches, so that a test may speak beside the service that owns a topic. */
const TEST_EPOCH = 900_000_000;

interface Numbering {
  sequence: number;
  readonly last: Map<string, number>;
}
const numberings = new Map<string, Map<ServiceName, Numbering>>();

/** Publishes as other services' relays would: canonical envelopes, dense `sequence`, `previous` per partition. */
export class EventFeed {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {}

  /** Answers the ids. Events of one call reach a partition in the given order. */
  async publish(...events: readonly NewEvent[]): Promise<string[]> {
    const ids: string[] = [];
    for (const event of events) {
      const { topic, type } = event.definition;
      const partition = partitionOf(event.key, PARTITIONS[topic.keySpace]);
      const id = uuidv7(this.clock.now().getTime());
      ids.push(id);
      const envelope = canonicalJson({
        actor: event.meta?.actor ?? 'client:test',
        ...(event.meta?.causationId === undefined ? {} : { causationid: event.meta.causationId }),
        correlationid: event.meta?.correlationId ?? id,
        data: event.data,
        dataschema: dataSchemaOf(type),
        datacontenttype: 'application/json',
        id,
        ...this.nextNumbers(topic, partition),
        source: `${topic.owner}/0/${TEST_EPOCH}`,
        specversion: '1.0',
        subject: event.key,
        time: this.clock.now().toISOString(),
        type,
      } as JsonValue);
      await this.publishRaw(topic, event.key, envelope);
    }
    return ids;
  }

  /** A record exactly as given, for malformed, foreign and empty ones (`null` is a tombstone). */
  publishRaw(topic: Topic, key: string, value: string | Buffer | null): Promise<void> {
    return this.publishManyRaw(topic, [{ key, value }]);
  }

  /** Many of one topic in one go, in order. */
  async publishManyRaw(
    topic: Topic,
    records: readonly { readonly key: string; readonly value: string | Buffer | null }[],
  ): Promise<void> {
    const partitions = PARTITIONS[topic.keySpace];
    const messages = records.map((record) => ({ ...record, partition: partitionOf(record.key, partitions) }));
    this.producer ??= this.connect();
    const producer = await this.producer;
    // Partitions of a busy broker that were made a moment ago may change their leader once more.
    await eventually(async () => {
      await producer.send({ topic: this.prefix + topic.name, acks: -1, messages });
      return true;
    });
  }

  async close(): Promise<void> {
    await (await this.producer)?.disconnect();
  }

  private async connect(): Promise<Producer> {
    const producer = testKafka('doorstep-testing-feed').producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return producer;
  }

  /** Shared by all feeds of one prefix, since two test services on the same topics hear one source. */
  private nextNumbers(topic: Topic, partition: number): { sequence: string; previous: string } {
    const byOwner = numberings.get(this.prefix) ?? new Map<ServiceName, Numbering>();
    numberings.set(this.prefix, byOwner);
    const numbering = byOwner.get(topic.owner) ?? { sequence: 0, last: new Map<string, number>() };
    byOwner.set(topic.owner, numbering);
    const place = `${topic.name}/${partition}`;
    const previous = numbering.last.get(place) ?? 0;
    numbering.sequence += 1;
    numbering.last.set(place, numbering.sequence);
    return { sequence: String(numbering.sequence), previous: String(previous) };
  }
}
