import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEnvironment, type TestDatabase } from '@doorstep/testing';
import { lunch } from './support/business.js';
import { checkPublished } from './support/checker.js';
import { KafkaProxy, type ProduceFault } from './support/kafka-proxy.js';
import { people } from './support/test-events.js';
import { published, relaying } from './support/until.js';
import { World, type TestMessaging } from './support/world.js';

const CODES = {
  NOT_LEADER_OR_FOLLOWER: 6,
  REQUEST_TIMED_OUT: 7,
  NOT_ENOUGH_REPLICAS: 19,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 20,
  OUT_OF_ORDER_SEQUENCE_NUMBER: 45,
  INVALID_PRODUCER_EPOCH: 47,
  UNKNOWN_PRODUCER_ID: 59,
  KAFKA_STORAGE_ERROR: 56,
};

describe('the relay through a broken line', () => {
  let world: World;
  let proxy: KafkaProxy;
  let database: TestDatabase;
  let service: TestMessaging;
  beforeAll(async () => {
    world = await World.create();
    proxy = await KafkaProxy.start(testEnvironment().kafkaBrokers[0] ?? '');
    database = await world.database();
    service = await world.start({ database, brokers: [proxy.address] });
    await relaying(service);
    await lunch(service, people(2), 4);
    await published(database);
  });
  afterAll(async () => {
    await world.close();
    await proxy.close();
  });

  const survives = async (...faults: ProduceFault[]): Promise<void> => {
    const before = proxy.hurt;
    proxy.hurtNext(...faults);
    await lunch(service, people(6), 16, 4);
    await published(database);
    expect(proxy.hurt - before).toBeGreaterThan(0);
    expect(await checkPublished(database, world.topics.prefix)).toEqual([]);
  };

  it('sends again what was appended without an answer (F10)', () => survives('lose-reply', 'lose-reply'));

  it('sends again what never arrived', () => survives('lose-request', 'lose-request', 'lose-reply'));

  it.each(Object.entries(CODES))('survives %s after the append (F11)', (_name, errorCode) => survives({ errorCode }));

  it('replaces a producer that is refused for good', () =>
    survives(...Array.from({ length: 6 }, () => ({ errorCode: CODES.OUT_OF_ORDER_SEQUENCE_NUMBER }))));

  it('keeps one batch in flight on a slow line (F17)', () => survives({ delayMs: 1_500 }, { delayMs: 500 }));

  it('keeps the lead while Kafka answers slower than a silent relay may be', async () => {
    await service.close();
    service = await world.start({ database, brokers: [proxy.address], relayParts: { leadIdleMs: 2_500 } });
    await relaying(service);
    await survives({ delayMs: 6_000 });
    expect(service.log.filter((line) => line.message === 'the relay does not send')).toEqual([]);
  });
});
