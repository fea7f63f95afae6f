import { ALL_TOPICS, PARTITIONS } from '@doorstep/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testKafka } from '../src/kafka-client.js';
import { eventually } from '../src/eventually.js';
import { createTestTopics } from '../src/test-topics.js';

const admin = testKafka('test').admin();
beforeAll(() => admin.connect());
afterAll(() => admin.disconnect());

it('makes every topic with its partitions, quickly, and takes them away again', async () => {
  const started = performance.now();
  const { prefix, drop } = await createTestTopics();
  expect(performance.now() - started).toBeLessThan(10_000);

  const { topics } = await admin.fetchTopicMetadata({ topics: ALL_TOPICS.map((topic) => prefix + topic.name) });
  const partitions = Object.fromEntries(topics.map((topic) => [topic.name, topic.partitions.length]));
  expect(partitions).toEqual(
    Object.fromEntries(ALL_TOPICS.map((topic) => [prefix + topic.name, PARTITIONS[topic.keySpace]])),
  );

  await drop();
  await eventually(async () => (await admin.listTopics()).every((name) => !name.startsWith(prefix)));
});
