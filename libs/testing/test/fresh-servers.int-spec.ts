import { ALL_TOPICS, PARTITIONS } from '@doorstep/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testKafka } from '../src/kafka-client.js';
import { eventually } from '../src/eventually.js';
import { createTestDatabase } from '../src/test-database.js';
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

it('makes only the topics that a service writes or reads, when it is told which service', async () => {
  const { prefix, drop } = await createTestTopics('gateway');
  const made = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
  const wanted = ALL_TOPICS.filter(({ owner, readers }) => owner === 'gateway' || readers.includes('gateway'));
  expect(made.sort()).toEqual(wanted.map(({ name }) => prefix + name).sort());
  expect(wanted.length).toBeLessThan(ALL_TOPICS.length);
  await drop();
});

class Notes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (text text); CREATE TABLE kept (text text)');
    await runner.query('REVOKE UPDATE ON kept FROM registry_app');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

async function say(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows: unknown[] = [];
    for (const statement of statements) rows.push(...(await client.query(statement)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

it('copies of one migrated database know nothing of each other, and keep the rights of both roles', async () => {
  const definition = { name: 'registry', migrations: [Notes1700000000000] } as const;
  const [one, other] = await Promise.all([createTestDatabase(definition), createTestDatabase(definition)]);
  await say(one.appUrl, "INSERT INTO note VALUES ('mine')");
  expect(await say(other.appUrl, 'SELECT * FROM note')).toEqual([]);
  expect(await say(one.appUrl, 'SELECT * FROM note')).toEqual([{ text: 'mine' }]);
  await expect(say(one.appUrl, "UPDATE kept SET text = 'changed'")).rejects.toThrow('permission denied');
  await expect(say(one.appUrl, 'CREATE TABLE more (text text)')).rejects.toThrow('permission denied');
  await say(one.ownerUrl, 'ALTER TABLE note ADD COLUMN also text');
  await one.drop();
  expect(await say(other.appUrl, 'SELECT * FROM note')).toEqual([]);
  await other.drop();
});
