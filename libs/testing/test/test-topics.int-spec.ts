import { ALL_TOPICS, PARTITIONS } from '@doorstep/contracts';
import { expect, it } from '@jest/globals';
import { testKafka } from '../src/kafka-client.js';
import { createTestTopics } from '../src/test-topics.js';

it('makes every topic with its partitions, quickly, and takes them away again', async () => {
  const admin = testKafka('test').admin();
  await admin.connect();
  const started = performance.now();
  const { prefix, drop } = await createTestTopics();
  expect(performance.now() - started).toBeLessThan(10_000);

  const { topics } = await admin.fetchTopicMetadata({ topics: ALL_TOPICS.map((topic) => prefix + topic.name) });
  const partitions = Object.fromEntries(topics.map((topic) => [topic.name, topic.partitions.length]));
  expect(partitions).toEqual(
    Object.fromEntries(ALL_TOPICS.map((topic) => [prefix + topic.name, PARTITIONS[topic.keySpace]])),
  );

  await drop();
  expect((await admin.listTopics()).filter((name) => name.startsWith(prefix))).toEqual([]);
  await admin.disconnect();
});
