import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type TestDatabase } from '@doorstep/testing';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { META, people, served, TEST_DATA } from './support/test-events.js';
import { effected, effects, joined, parkedKeys } from './support/until.js';
import { World, type TestMessaging } from './support/world.js';

describe('poison (F18)', () => {
  let world: World;
  let feed: Feed;
  let database: TestDatabase;
  let service: TestMessaging;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database('benefits');
    feed = new Feed(world.topics.prefix);
    service = await world.start({ service: 'benefits', database, relay: false, consumers: [new EffectsConsumer()] });
    await joined(service);
  });
  afterAll(async () => {
    await feed.close();
    await world.close();
  });

  it('sets aside what is no event, under its key where it has one', async () => {
    const [ann, bob, cat, dan, eli] = people(5, 2) as [string, string, string, string, string];
    const other = people(1, 3)[0] as string;
    const before = (await effects(database)).length;
    await feed.send(
      feed.raw(2, ann, null),
      feed.raw(2, bob, '{"no": "event"'),
      feed.raw(2, null, Buffer.from([0xff, 0xfe])),
      feed.raw(2, other, '[]'),
      feed.raw(2, `nul\0key`, '{}'),
      feed.craft(served(cat, 1), (e) => Object.assign(e, { type: 'meal-orders.meal-order.eaten.v9' })),
      feed.craft(served(cat, 2)),
      feed.craft(served(dan, 1), (e) => Object.assign(e, { data: { orderId: 'nonsense' } })),
      feed.raw(2, bob, Buffer.alloc(1_000_000, 'x')),
      feed.craft(served(eli, 1)),
      feed.craft(served(ann, 1)),
      { ...feed.craft(served(eli, 2)), key: bob },
    );
    await effected(database, before + 1);
    const keys = await eventually(async () => {
      const found = await parkedKeys(database);
      expect(found.reduce((sum, key) => sum + key.messages, 0)).toBe(11);
      return found;
    });
    expect(keys.map((key) => [key.key, key.reason, key.messages])).toEqual(
      expect.arrayContaining([
        [ann, 'TOMBSTONE', 2],
        [bob, 'MALFORMED', 3],
        [cat, 'UNKNOWN_TYPE: meal-orders.meal-order.eaten.v9', 2],
        [dan, 'INVALID_DATA: orderId', 1],
        [expect.stringMatching(/^!2:\d+$/), 'MALFORMED', 1],
        [expect.stringMatching(/^!2:\d+$/), 'NOT_AN_EVENT', 1],
        [expect.stringMatching(/^!2:\d+$/), 'NOT_AN_EVENT: actor', 1],
      ]),
    );
    expect((await effects(database)).slice(before).map((e) => [e.key, e.n])).toEqual([[eli, 1]]);
  });

  it('is not set aside again after a restart, and goes when it is dismissed', async () => {
    const before = await parkedKeys(database);
    await service.close();
    const again = await world.start({
      service: 'benefits',
      database,
      relay: false,
      consumers: [new EffectsConsumer()],
    });
    await joined(again);
    const [fay] = people(1, 2) as [string];
    await feed.send(feed.craft(served(fay, 1)));
    await effected(database, 2);
    expect(await parkedKeys(database)).toEqual(before);
    for (const { id } of before) await again.messaging.parkedKeys.dismiss(id, TEST_DATA, META);
    expect(await parkedKeys(database)).toEqual([]);
    await again.close();
  });
});
