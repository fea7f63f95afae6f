import { EVENT_CONTENT_TYPE } from '@doorstep/contracts';
import type { Kafka, Producer } from 'kafkajs';
import { EventPublisher, type OutgoingRecord } from './ports.js';
import { MessagesOfTopic, writeRequestsHere } from './produce-request.js';

const HEADERS = { 'content-type': EVENT_CONTENT_TYPE };

/**
 * One idempotent producer with one request in flight. A producer that failed is thrown away: after an error its sequence numbers
 * cannot be trusted, and one that once sent to a deleted topic fails for all its topics.
 */
export class KafkajsPublisher extends EventPublisher {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topicPrefix: string,
  ) {
    super();
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    this.producer ??= this.connect();
    try {
      const producer = await this.producer;
      await producer.sendBatch({ acks: -1, topicMessages: this.byTopic(records) });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  private byTopic(records: readonly OutgoingRecord[]): { topic: string; messages: MessagesOfTopic }[] {
    const topics = new Map<string, MessagesOfTopic>();
    for (const { topic, key, value, partition, traceparent } of records) {
      let messages = topics.get(topic);
      if (!messages) topics.set(topic, (messages = new MessagesOfTopic()));
      messages.add({ key, value, partition, headers: traceparent ? { ...HEADERS, traceparent } : HEADERS });
    }
    return [...topics].map(([topic, messages]) => ({ topic: this.topicPrefix + topic, messages }));
  }

  private async connect(): Promise<Producer> {
    writeRequestsHere();
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Never asked, since records come apart by partition; without one kafkajs warns of its own.
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 3 },
    });
    await producer.connect();
    return producer;
  }
}
