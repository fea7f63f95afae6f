import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@doorstep/testing';
import { EventSubscriber, type PartitionHandler, type RecordBatch, type SubscriberStatus } from '../src/kafka/ports.js';
import { checkEffects } from './support/checker.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { people, served } from './support/test-events.js';
import { effects } from './support/until.js';
import { World } from './support/world.js';

/** A group member in the hand of the test. */
class HandFed extends EventSubscriber {
  handler: PartitionHandler | undefined;

  start(_topics: readonly string[], handler: PartitionHandler): Promise<void> {
    this.handler = handler;
    return Promise.resolve();
  }

  resume(): void {
    // Nothing pauses here.
  }

  status(): SubscriberStatus {
    return { joined: true, lags: [], assigned: [], fetchedAtMs: 0 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('the same records at two members at once (F14)', () => {
  let world: World;
  let database: TestDatabase;
  let feed: Feed;
  const members: HandFed[] = [];
  beforeAll(async () => {
    world = await World.create();
    database = await world.database('benefits');
    feed = new Feed(world.topics.prefix);
    for (let member = 0; member < 3; member++) {
      const subscriber = new HandFed();
      members.push(subscriber);
      const consumers = [new EffectsConsumer()];
      await world.start({ service: 'benefits', database, relay: false, consumers, consumerParts: { subscriber } });
    }
  });
  afterAll(async () => {
    await feed.close();
    await world.close();
  });

  it('take effect once, however the batches are cut and overlap', async () => {
    const persons = people(5, 4);
    const records = Array.from({ length: 60 }, (_, n) =>
      feed.craft(served(persons[n % 5] as string, Math.floor(n / 5) + 1)),
    );
    await feed.send(...records);
    const incoming = records.map(({ key, value }, offset) => ({ key, value, offset: BigInt(offset) }));
    const { topic, partition } = records[0] as (typeof records)[number];
    const batch = (from: number, to: number): RecordBatch => ({
      topic: topic.name,
      partition,
      records: incoming.slice(from, to),
    });
    const deliver = (from: number, to: number): Promise<unknown[]> =>
      Promise.all(members.map(async (member) => member.handler?.handle(batch(from, to))));
    await deliver(0, 20);
    await Promise.all([deliver(0, 35), deliver(10, 30), deliver(0, 25)]);
    await deliver(20, 60);
    await deliver(0, 60);
    expect((await effects(database)).length).toBe(60);
    expect(await checkEffects(database, world.topics.prefix)).toEqual([]);
  });

  it('and a stale batch that begins too late is refused, not taken', async () => {
    const [ann] = people(1, 5) as [string];
    const records = [1, 2, 3].map((n) => feed.craft(served(ann, n)));
    const incoming = records.map(({ key, value }, offset) => ({ key, value, offset: BigInt(offset) }));
    const place = { topic: 'meal-orders.order.events', partition: 5 };
    const answer = await members[0]?.handler?.handle({ ...place, records: incoming.slice(1) });
    expect(answer).toEqual({ again: true, afterMs: 2_000 });
    expect(await members[1]?.handler?.handle({ ...place, records: incoming })).toEqual({ again: false });
    expect(await members[0]?.handler?.handle({ ...place, records: incoming.slice(1) })).toEqual({ again: false });
    expect((await effects(database)).filter((effect) => effect.key === ann).map((effect) => effect.n)).toEqual([
      1, 2, 3,
    ]);
  });
});
