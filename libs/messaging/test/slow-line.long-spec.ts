import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testEnvironment } from '@doorstep/testing';
import { lunch } from './support/business.js';
import { checkPublished } from './support/checker.js';
import { KafkaProxy } from './support/kafka-proxy.js';
import { people } from './support/test-events.js';
import { published, relaying } from './support/until.js';
import { World } from './support/world.js';

jest.setTimeout(180_000);

// broker-faults.int-spec.ts does the same in a hurry; here with the waits of production.
describe('the relay on a line slower than its lead may be silent (F17)', () => {
  let world: World;
  let proxy: KafkaProxy;
  beforeAll(async () => {
    world = await World.create();
    proxy = await KafkaProxy.start(testEnvironment().kafkaBrokers[0] ?? '');
  });
  afterAll(async () => {
    await world.close();
    await proxy.close();
  });

  it('sends each batch once and never loses the lead', async () => {
    const database = await world.database();
    const service = await world.start({ database, brokers: [proxy.address] });
    await relaying(service);
    // A new topic may answer its first records with an error that is none of this line's.
    await lunch(service, people(6), 16, 4);
    await published(database);
    service.log.length = 0;
    for (let batch = 0; batch < 2; batch++) {
      proxy.hurtNext({ delayMs: 12_000 });
      await lunch(service, people(6), 16, 4);
      await published(database);
    }
    expect(proxy.hurt).toBe(2);
    expect(service.log.filter((line) => line.message === 'the relay does not send')).toEqual([]);
    expect(await checkPublished(database, world.topics.prefix)).toEqual([]);
  });
});
