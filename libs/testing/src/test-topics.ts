import type { ServiceName } from '@doorstep/contracts';
import { ALL_TOPICS, PARTITIONS } from '@doorstep/contracts';
import type { Admin } from 'kafkajs';
import { eventually } from './eventually.js';
import { testKafka } from './kafka-client.js';
import { randomName } from './names.js';

export interface TestTopics {
  /** Put before every topic name and every consumer group. */
  readonly prefix: string;
  drop(): Promise<void>;
}

/**
 * The topics that `service` writes and reads, or all of the system, under a random prefix, with the partitions they have in
 * production, in one call to the broker: every partition is files that a broker syncs when they are made.
 */
export async function createTestTopics(service?: ServiceName): Promise<TestTopics> {
  const prefix = `${randomName()}.`;
  const wanted = ALL_TOPICS.filter(({ owner, readers }) => !service || owner === service || readers.includes(service));
  const topics = wanted.map((topic) => ({
    topic: prefix + topic.name,
    numPartitions: PARTITIONS[topic.keySpace],
    replicationFactor: 1,
    configEntries: [{ name: 'cleanup.policy', value: topic.kind === 'state' ? 'compact' : 'delete' }],
  }));
  await asAdmin(async (admin) => {
    // kafkajs' own waiting gives up when a busy broker does not know the new topics at once.
    await admin.createTopics({ topics, waitForLeaders: false, timeout: 30_000 });
    await eventually(() => haveLeaders(admin, topics), { timeoutMs: 60_000, everyMs: 50 });
  });
  return { prefix, drop: () => asAdmin((admin) => admin.deleteTopics({ topics: topics.map((each) => each.topic) })) };
}

async function haveLeaders(admin: Admin, topics: readonly { topic: string }[]): Promise<boolean> {
  const metadata = await admin.fetchTopicMetadata({ topics: topics.map((each) => each.topic) });
  return metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
}

async function asAdmin(work: (admin: Admin) => Promise<unknown>): Promise<void> {
  const admin = testKafka('doorstep-testing-admin').admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}
