import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@doorstep/testing';
import type { RunningKafka } from '../src/kafka/broker.js';
import type { BrokerAccount } from '../src/kafka/broker-account.js';
import { startKafka } from '../src/kafka/broker.js';
import { kafkaClient } from '../src/kafka/client.js';
import { provisionTopics } from '../src/kafka/provision.js';
import { topicPlan } from '../src/kafka/topic-plan.js';
import { temporaryFolder } from '../src/platform/temporary-folder.js';

const admin = { name: 'admin', password: 'admin-secret' };
const mealOrders = { name: 'meal-orders', password: 'meal-secret' };
const dayCare = { name: 'day-care', password: 'care-secret' };

describe('the local Kafka with accounts', () => {
  const folder = temporaryFolder();
  const options = { dataDir: join(folder, 'kafka'), logFile: join(folder, 'kafka.log'), heapMb: 256, brief: true };
  let kafka: RunningKafka;

  const write = async (account: BrokerAccount, topic: string): Promise<void> => {
    const producer = kafkaClient(kafka.brokers, account, 3).producer({
      idempotent: true,
      allowAutoTopicCreation: false,
    });
    try {
      await producer.connect();
      await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: 'v', partition: 0 }] });
    } finally {
      await producer.disconnect();
    }
  };

  /** Resolves with the first record that the account sees; rejects when it may not look. */
  const read = async (account: BrokerAccount, topic: string, groupId: string): Promise<string> => {
    const consumer = kafkaClient(kafka.brokers, account, 8).consumer({ groupId });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      return await new Promise<string>((resolve, reject) => {
        consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
        const eachMessage = ({ message }: { message: { value: Buffer | null } }): Promise<void> =>
          Promise.resolve(resolve(String(message.value)));
        consumer.run({ eachMessage }).catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
  };

  /** A fresh broker says "coordinator loading" for a while. */
  const reads = (account: BrokerAccount, topic: string, group: string): Promise<boolean> =>
    eventually(async () => (await read(account, topic, group)) === 'v', { timeoutMs: 30_000 });

  const provision = (): Promise<void> =>
    provisionTopics({ brokers: kafka.brokers, account: admin, plan: topicPlan(), replicas: 1, withAccess: true });

  beforeAll(async () => {
    // One id in 64 begins with a dash; it must not be taken for an option.
    kafka = await startKafka({ ...options, accounts: [admin, mealOrders], clusterId: '-bcdefghijklmnopqrstuA' });
    await provision();
  });

  afterAll(async () => {
    await kafka.stop();
    rmSync(folder, { recursive: true });
  });

  it('makes every topic once, with its partitions and settings', async () => {
    await provision();
    const client = kafkaClient(kafka.brokers, admin).admin();
    await client.connect();
    const { topics } = await client.fetchTopicMetadata({ topics: topicPlan().topics.map((topic) => topic.name) });
    await client.disconnect();
    expect(Object.fromEntries(topics.map((topic) => [topic.name, topic.partitions.length]))).toEqual(
      Object.fromEntries(topicPlan().topics.map((topic) => [topic.name, topic.partitions])),
    );
  });

  it('lets a service write its own topics only', async () => {
    await write(mealOrders, 'meal-orders.order.events');
    await expect(write(mealOrders, 'benefits.claim.events')).rejects.toThrow(/authoriz/iu);
  });

  it('lets a service read the topics it is listed for, in its own group only', async () => {
    await write(admin, 'benefits.claim.events');
    await reads(mealOrders, 'benefits.claim.events', 'meal-orders');
    await expect(read(mealOrders, 'meal-orders.operation.events', 'benefits')).rejects.toThrow(
      /authoriz|group coordinator/iu,
    );
    await expect(read(mealOrders, 'gateway.access.events', 'meal-orders')).rejects.toThrow(/authoriz/iu);
  });

  it('refuses a wrong password', async () => {
    await expect(write({ ...mealOrders, password: 'guessed' }, 'meal-orders.order.events')).rejects.toThrow(/auth/iu);
  });

  it('learns a new account at the next start, on another port, with all data kept', async () => {
    await kafka.stop();
    expect(kafka.process.running).toBe(false);
    kafka = await startKafka({ ...options, accounts: [admin, mealOrders, dayCare] });
    await provision();
    await write(dayCare, 'day-care.booking.events');
    await reads(mealOrders, 'benefits.claim.events', 'meal-orders-again');
  });
});
