import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { Alignment } from './alignment.js';
import type { EarlierLives } from './earlier-lives.js';
import type { MessagingLogger } from './kafka-config.js';
import { OffsetCommits } from './offset-commits.js';
import {
  EventSubscriber,
  type IncomingRecord,
  type PartitionHandler,
  type SubscriberStatus,
  type TopicPartition,
} from './ports.js';

export interface SubscriberOptions {
  readonly groupId: string;
  readonly topicPrefix: string;
  /** Batches handled at once, each of another partition; default 4. */
  readonly concurrency?: number;
  /** After this silence the group gives the partitions to others; default 15 000. */
  readonly sessionTimeoutMs?: number;
  /** Of a process that has a name of its own. */
  readonly earlierLives?: EarlierLives;
}

const HEARTBEAT_MS = 2_000;
/** More than an event loop that stands for ten seconds, which should not make the whole group share out anew. */
const SESSION_MS = 15_000;
const RESTART_MS = 1_000;

/**
 * A group member that fetches whole batches. Kafka's offsets are committed now and then for lag displays only; where to go on is
 * asked of the handler after every rebalance. Nothing that happens in a batch is thrown at kafkajs, which would block or restart.
 */
export class KafkajsSubscriber extends EventSubscriber {
  private consumer: Consumer | undefined;
  private alignment: Alignment | undefined;
  private commits: OffsetCommits | undefined;
  private joined = false;
  private assigned: readonly TopicPartition[] = [];
  private fetchedAtMs = 0;
  private closing = false;
  private restart: NodeJS.Timeout | undefined;
  private readonly pauses = new Map<string, { readonly place: TopicPartition; readonly timer: NodeJS.Timeout }>();
  private readonly lags = new Map<string, TopicPartition & { lag: number }>();

  constructor(
    private readonly kafka: Kafka,
    private readonly options: SubscriberOptions,
    private readonly logger: MessagingLogger,
  ) {
    super();
  }

  async start(topics: readonly string[], handler: PartitionHandler): Promise<void> {
    const consumer = this.createConsumer();
    this.consumer = consumer;
    this.alignment = new Alignment(handler, (place, offset) => this.seek(consumer, place, offset));
    this.commits = new OffsetCommits(consumer, this.logger);
    consumer.on(consumer.events.FETCH, () => void (this.fetchedAtMs = Date.now()));
    consumer.on(consumer.events.GROUP_JOIN, (event) => this.onJoin(event));
    consumer.on(consumer.events.REBALANCING, () => void (this.joined = false));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.joined = false;
      this.logger.error({ err: payload.error, restarts: payload.restart }, 'the consumer crashed');
      if (!payload.restart) this.startAgain(topics, handler);
    });
    try {
      await Promise.all([this.options.earlierLives?.end(), consumer.connect()]);
      await consumer.subscribe({
        topics: topics.map((topic) => this.options.topicPrefix + topic),
        fromBeginning: true,
      });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.options.concurrency ?? 4,
        eachBatch: (payload) => this.onBatch(payload, handler),
      });
    } catch (error) {
      this.logger.warn({ err: error }, 'the consumer could not start');
      this.startAgain(topics, handler);
    }
  }

  resume(place: TopicPartition): void {
    const pause = this.pauses.get(nameOf(place));
    if (!pause) return;
    clearTimeout(pause.timer);
    this.pauses.delete(nameOf(place));
    this.consumer?.resume([{ topic: this.options.topicPrefix + place.topic, partitions: [place.partition] }]);
  }

  status(): SubscriberStatus {
    return {
      joined: this.joined,
      lags: [...this.lags.values()],
      assigned: this.joined ? this.assigned : [],
      fetchedAtMs: this.fetchedAtMs,
    };
  }

  async close(): Promise<void> {
    this.closing = true;
    this.joined = false;
    clearTimeout(this.restart);
    for (const { place } of [...this.pauses.values()]) this.resume(place);
    await this.discard();
  }

  private createConsumer(): Consumer {
    const { groupId, sessionTimeoutMs: sessionTimeout = SESSION_MS } = this.options;
    return this.kafka.consumer({
      ...{ groupId, sessionTimeout, heartbeatInterval: Math.min(HEARTBEAT_MS, sessionTimeout / 3) },
      minBytes: 1,
      maxBytesPerPartition: 1_048_576,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8, restartOnFailure: () => Promise.resolve(true) },
    });
  }

  private onJoin({ payload }: ConsumerGroupJoinEvent): void {
    for (const { place } of [...this.pauses.values()]) this.resume(place);
    this.lags.clear();
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic: topic.slice(this.options.topicPrefix.length), partition })),
    );
    this.assigned = assigned;
    this.fetchedAtMs = 0; // what was fetched before says nothing about partitions that came now
    this.alignment?.begin(assigned);
    this.joined = true;
    this.logger.info({ groupId: payload.groupId, partitions: assigned.length }, 'the consumer joined its group');
  }

  private async onBatch(payload: EachBatchPayload, handler: PartitionHandler): Promise<void> {
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const place = { topic: batch.topic.slice(this.options.topicPrefix.length), partition: batch.partition };
    const beating = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      const aligned = await this.alignment?.reached();
      if (!isRunning() || isStale()) return;
      if (aligned === false) return this.pause(place, RESTART_MS);
      const records = batch.messages.map(recordOf);
      this.lags.set(nameOf(place), { ...place, lag: Number(batch.offsetLagLow()) + 1 });
      const answer = await handler.handle({ ...place, records });
      this.lags.set(nameOf(place), { ...place, lag: Number(answer.again ? batch.offsetLagLow() : batch.offsetLag()) });
      if (answer.again) return this.pause(place, answer.afterMs);
      resolveOffset(batch.lastOffset());
      this.commits?.done(batch.topic, batch.partition, BigInt(batch.lastOffset()) + 1n);
    } finally {
      clearInterval(beating);
    }
  }

  /** kafkajs fetches for all partitions together: waiting inside a batch would hold up the healthy ones. */
  private pause(place: TopicPartition, afterMs: number): void {
    if (this.closing) return;
    this.consumer?.pause([{ topic: this.options.topicPrefix + place.topic, partitions: [place.partition] }]);
    const timer = setTimeout(() => this.resume(place), afterMs);
    this.pauses.set(nameOf(place), { place, timer });
  }

  private seek(consumer: Consumer, { topic, partition }: TopicPartition, offset: bigint): void {
    if (consumer !== this.consumer || this.closing) return;
    consumer.seek({ topic: this.options.topicPrefix + topic, partition, offset: offset.toString() });
  }

  private startAgain(topics: readonly string[], handler: PartitionHandler): void {
    if (this.closing) return;
    this.restart = setTimeout(() => void this.discard().then(() => this.start(topics, handler)), RESTART_MS);
  }

  private async discard(): Promise<void> {
    const { consumer, commits } = this;
    this.consumer = undefined;
    await commits?.close();
    await consumer?.disconnect().catch((error: unknown) => this.logger.warn({ err: error }, 'the consumer left late'));
  }
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
function recordOf({ offset, key, value, headers }: KafkaMessage): IncomingRecord {
  const record = { offset: BigInt(offset), key: key?.toString() ?? null, value };
  const header = headers?.['traceparent'];
  if (!Buffer.isBuffer(header)) return record;
  const traceparent = header.toString();
  return TRACEPARENT.test(traceparent) ? { ...record, traceparent } : record;
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
