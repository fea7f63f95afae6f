import { kafkaClient } from '@doorstep/local-stack';
import { uuidv7 } from '@doorstep/kernel';

export interface SeenRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: Buffer;
}

/** Offsets that the next records of each partition will get. */
export async function endsOf(brokers: string, topic: string): Promise<Map<number, number>> {
  const admin = kafkaClient(brokers, undefined).admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
  } finally {
    await admin.disconnect();
  }
}

/** Reads a topic with a client of its own, from the given offsets to where it ended when asked; order holds per partition. */
export async function readTopic(
  brokers: string,
  topic: string,
  from: ReadonlyMap<number, number> = new Map(),
): Promise<SeenRecord[]> {
  const ends = await endsOf(brokers, topic);
  const left = new Map([...ends].filter(([partition, end]) => end > (from.get(partition) ?? 0)));
  if (left.size === 0) return [];
  const consumer = kafkaClient(brokers, undefined).consumer({
    groupId: `bench-reader-${uuidv7()}`,
    maxWaitTimeInMs: 50,
  });
  const records: SeenRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${topic} could not be read to its end`)), 60_000);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const run = consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch: { partition, messages } }) => {
          for (const { offset, key, value } of messages)
            if (Number(offset) >= (from.get(partition) ?? 0) && Number(offset) < (ends.get(partition) ?? 0))
              records.push({ partition, offset: Number(offset), key: key?.toString() ?? '', value: value as Buffer });
          const next = Number(messages.at(-1)?.offset ?? -1) + 1;
          if (next >= (left.get(partition) ?? Infinity)) left.delete(partition);
          if (left.size === 0) done();
          await Promise.resolve();
        },
      });
      run.then(() => {
        for (const [partition, offset] of from) consumer.seek({ topic, partition, offset: String(offset) });
      }, reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return records;
}
