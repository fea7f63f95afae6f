import type { Admin, Consumer, Kafka } from 'kafkajs';
import { TailReader, type PartitionTail, type TailRecord } from './ports.js';

const TIME_LIMIT_MS = 20_000;

interface Wanted {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly end: bigint;
  readonly records: TailRecord[];
  reached: bigint;
}

/** A short-lived consumer in a group of its own that never commits. */
export class KafkajsTailReader extends TailReader {
  constructor(
    private readonly kafka: Kafka,
    private readonly groupId: string,
    private readonly topicPrefix: string,
  ) {
    super();
  }

  async read(topics: readonly string[], depth: number): Promise<readonly PartitionTail[]> {
    const wanted = await this.ends(topics, BigInt(depth));
    const open = new Map<string, Wanted>();
    for (const tail of wanted.values()) if (tail.from < tail.end) open.set(placeOf(tail), tail);
    if (open.size > 0) await this.collect(open);
    return [...wanted.values()].map(({ topic, partition, end, records }) => ({ topic, partition, end, records }));
  }

  private async ends(topics: readonly string[], depth: bigint): Promise<Map<string, Wanted>> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const wanted = await Promise.all(topics.map((topic) => this.endsOf(admin, topic, depth)));
      return new Map(wanted.flat().map((tail) => [placeOf(tail), tail]));
    } finally {
      await admin.disconnect();
    }
  }

  private async endsOf(admin: Admin, topic: string, depth: bigint): Promise<Wanted[]> {
    const offsets = await admin.fetchTopicOffsets(this.topicPrefix + topic);
    return offsets.map(({ partition, low, high }) => {
      const [start, end] = [BigInt(low), BigInt(high)];
      const from = end - depth > start ? end - depth : start;
      return { topic, partition, from, end, records: [], reached: from };
    });
  }

  private async collect(open: Map<string, Wanted>): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: this.groupId,
      sessionTimeout: 6_000,
      heartbeatInterval: 1_500,
      maxWaitTimeInMs: 50,
      allowAutoTopicCreation: false,
    });
    await consumer.connect();
    try {
      const topics = [...new Set([...open.values()].map((tail) => this.topicPrefix + tail.topic))];
      await consumer.subscribe({ topics, fromBeginning: true });
      await this.untilRead(consumer, open);
    } finally {
      await consumer.disconnect();
    }
  }

  private async untilRead(consumer: Consumer, open: Map<string, Wanted>): Promise<void> {
    let finished = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    const done = new Promise<void>((resolve, reject) => {
      finished = resolve;
      timer = setTimeout(() => reject(new Error('the ends of the topics could not be read in time')), TIME_LIMIT_MS);
    });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const { topic, partition, from } of open.values())
        consumer.seek({ topic: this.topicPrefix + topic, partition, offset: from.toString() });
    });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const tail = open.get(
          placeOf({ topic: batch.topic.slice(this.topicPrefix.length), partition: batch.partition }),
        );
        if (!tail) return;
        for (const { offset, key, value } of batch.messages)
          if (BigInt(offset) >= tail.reached) tail.records.push(recordOf(tail, offset, key, value));
        const next = BigInt(batch.lastOffset()) + 1n;
        if (next > tail.reached) tail.reached = next;
        if ([...open.values()].every((each) => each.reached >= each.end)) finished();
        await Promise.resolve();
      },
    });
    await done.finally(() => clearTimeout(timer));
  }
}

function recordOf(tail: Wanted, offset: string, key: Buffer | null, value: Buffer | null): TailRecord {
  const { topic, partition } = tail;
  return { topic, partition, offset: BigInt(offset), key: key?.toString() ?? null, value };
}

function placeOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}
