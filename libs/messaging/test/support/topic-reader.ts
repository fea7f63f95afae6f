import type { Topic } from '@doorstep/contracts';
import { eventually, testEnvironment } from '@doorstep/testing';
import { Kafka, logLevel } from 'kafkajs';

export interface SeenRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: string | null;
}

/** Everything that lies on a topic now, read with a client of its own, in offset order per partition. */
export async function readTopic(prefix: string, topic: Topic): Promise<SeenRecord[]> {
  const name = prefix + topic.name;
  const kafka = new Kafka({
    clientId: 'checker',
    brokers: [...testEnvironment().kafkaBrokers],
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  // A broker under load names itself the leader of a new partition a moment before it is.
  const ends = await eventually(() => admin.fetchTopicOffsets(name));
  await admin.disconnect();
  const left = new Map(ends.filter((end) => end.high !== end.low).map((end) => [end.partition, BigInt(end.high)]));
  const seen: SeenRecord[] = [];
  if (left.size === 0) return seen;
  const consumer = kafka.consumer({ groupId: `checker-${Math.random()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic: name, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const run = consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const { offset, key, value } of batch.messages)
          seen.push({
            partition: batch.partition,
            offset: BigInt(offset),
            key: key?.toString() ?? null,
            value: value?.toString() ?? null,
          });
        if (BigInt(batch.lastOffset()) + 1n >= (left.get(batch.partition) ?? 0n)) left.delete(batch.partition);
        if (left.size === 0) resolve();
        await Promise.resolve();
      },
    });
    run.catch(reject);
  });
  await consumer.disconnect();
  return seen;
}
