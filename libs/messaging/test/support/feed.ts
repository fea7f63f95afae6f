import { dataSchemaOf, PARTITIONS, TOPICS, type Topic } from '@doorstep/contracts';
import { canonicalJson, partitionOf, uuidv7, type JsonValue } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { testEnvironment } from '@doorstep/testing';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

export interface CraftedRecord {
  readonly topic: Topic;
  readonly partition: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly id: string;
}

/** Makes records as a relay would, or deliberately not, and sends them as they are. */
export class Feed {
  private producer: Producer | undefined;
  private sequence = 0;
  private readonly last = new Map<string, number>();

  constructor(
    private readonly prefix: string,
    private readonly source = 'meal-orders/0/1',
  ) {}

  /** The next record of the source. `change` edits the finished envelope. */
  craft(event: NewEvent, change: (envelope: Record<string, JsonValue>) => void = () => undefined): CraftedRecord {
    const { topic, type } = event.definition;
    const partition = partitionOf(event.key, PARTITIONS[topic.keySpace]);
    const place = `${topic.name}/${partition}`;
    const id = uuidv7();
    this.sequence += 1;
    const envelope: Record<string, JsonValue> = {
      actor: 'staff:op-puya',
      correlationid: 'test',
      data: event.data as JsonValue,
      dataschema: dataSchemaOf(type),
      datacontenttype: 'application/json',
      id,
      previous: String(this.last.get(place) ?? 0),
      sequence: String(this.sequence),
      source: this.source,
      specversion: '1.0',
      subject: event.key,
      time: '2026-10-12T04:00:00.000Z',
      type,
    };
    this.last.set(place, this.sequence);
    change(envelope);
    return { topic, partition, key: event.key, value: Buffer.from(canonicalJson(envelope)), id };
  }

  /** A record that is no event at all. */
  raw(partition: number, key: string | null, value: string | Buffer | null): CraftedRecord {
    return { topic: TOPICS.mealOrder, partition, key, value: value === null ? null : Buffer.from(value), id: 'no id' };
  }

  async send(...records: readonly CraftedRecord[]): Promise<void> {
    this.producer ??= await this.connect();
    for (let from = 0; from < records.length; from += 500)
      await this.producer.sendBatch({
        topicMessages: records.slice(from, from + 500).map(({ topic, partition, key, value }) => ({
          topic: this.prefix + topic.name,
          messages: [{ partition, key, value }],
        })),
      });
  }

  async close(): Promise<void> {
    await this.producer?.disconnect();
  }

  private async connect(): Promise<Producer> {
    const kafka = new Kafka({
      clientId: 'feed',
      brokers: [...testEnvironment().kafkaBrokers],
      logLevel: logLevel.NOTHING,
    });
    const producer = kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }
}
