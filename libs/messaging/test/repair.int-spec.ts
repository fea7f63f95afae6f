import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TOPICS } from '@doorstep/contracts';
import { eventually, type TestDatabase } from '@doorstep/testing';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { gaugeOf } from './support/metrics.js';
import { META, people, served } from './support/test-events.js';
import { effected, effects, joined, published, relaying } from './support/until.js';
import { asOwner, World } from './support/world.js';

jest.setTimeout(60_000);

describe('lost records (F16)', () => {
  let world: World;
  let reader: TestDatabase;
  let feed: Feed;
  beforeAll(async () => {
    world = await World.create();
    reader = await world.database('benefits');
    feed = new Feed(world.topics.prefix);
  });
  afterAll(() => world.close());

  it('stop the partition and nothing else, until a repair feeds them', async () => {
    const service = await world.start({ service: 'benefits', database: reader, consumers: [new EffectsConsumer()] });
    await Promise.all([joined(service), relaying(service)]);
    const [ann, bob] = [people(1, 2)[0] as string, people(1, 5)[0] as string];
    const records = [1, 2, 3, 4].map((n) => feed.craft(served(ann, n)));
    const lost = [records[1], records[2]] as (typeof records)[number][];
    await feed.send(records[0] as (typeof records)[number], records[3] as (typeof records)[number]);
    await feed.send(feed.craft(served(bob, 1)));
    expect((await effected(reader, 2)).map((e) => [e.key, e.n])).toEqual(
      expect.arrayContaining([
        [ann, 1],
        [bob, 1],
      ]),
    );
    await eventually(() => service.messaging.status().stopped.length > 0);
    expect(service.messaging.status().stopped[0]).toMatchObject({
      partition: 2,
      why: 'gap',
      detail: expect.stringContaining('follows 3, but 1 was the last'),
    });
    expect(await gaugeOf(service.registry, 'messaging_stopped_partitions', { why: 'gap' })).toBe(1);
    const { repairs } = service.messaging;
    await expect(repairs.feed(TOPICS.mealOrder.name, [lost[1]?.value as Buffer], META)).rejects.toMatchObject({
      code: 'MESSAGING.REPAIR_REFUSED',
    });
    const bytes = lost.map((record) => record.value as Buffer);
    expect(await repairs.feed(TOPICS.mealOrder.name, bytes, META)).toEqual({
      partitions: [{ partition: 2, applied: 2 }],
    });
    const found = await effected(reader, 5);
    expect(found.filter((e) => e.key === ann).map((e) => e.n)).toEqual([1, 2, 3, 4]);
    await eventually(() => service.messaging.status().stopped.length === 0);
    expect(await repairs.feed(TOPICS.mealOrder.name, bytes, META)).toEqual({
      partitions: [{ partition: 2, applied: 0 }],
    });
    const acts = await asOwner<{ type: string; data: string }>(reader, 'SELECT type, data FROM outbox');
    expect(acts.map((act) => [act.type, JSON.parse(act.data)])).toEqual([
      ['benefits.partition.repaired.v1', expect.objectContaining({ partition: 2, fromSequence: '2', toSequence: '3' })],
    ]);
    await published(reader);
    expect((await effects(reader)).length).toBe(5);
    await feed.close();
  });
});
