import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { later, type ReceivedEvent } from '@doorstep/messaging';
import { eventually, type TestDatabase } from '@doorstep/testing';
import { checkEffects } from './support/checker.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { people, served } from './support/test-events.js';
import { effected, effects, joined, parkedKeys } from './support/until.js';
import { asOwner, World, type TestMessaging } from './support/world.js';

const BATCH_MS = 1_000;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('work that takes too long', () => {
  let world: World;
  let feed: Feed;
  let database: TestDatabase;
  let consumer: EffectsConsumer;
  let service: TestMessaging;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database('benefits');
    feed = new Feed(world.topics.prefix);
    consumer = new EffectsConsumer();
    const consumerParts = { batchMs: BATCH_MS };
    service = await world.start({ service: 'benefits', database, relay: false, consumers: [consumer], consumerParts });
    await joined(service);
  });
  afterEach(() => {
    consumer.before = () => Promise.resolve();
  });
  afterAll(async () => {
    await feed.close();
    await world.close();
  });

  it('is done in smaller pieces when a batch never ends in its time, and condemns nobody', async () => {
    const persons = people(16, 2);
    const sizes: number[] = [];
    consumer.before = async (events) => {
      sizes.push(events.length);
      await pause(events.length > 8 ? BATCH_MS * 1.5 : 50);
    };
    await feed.send(...persons.map((key) => feed.craft(served(key, 1))));
    await effected(database, 16);
    expect(sizes.slice(0, 2)).toEqual([16, 16]);
    expect(sizes[2]).toBe(8);
    expect(await parkedKeys(database)).toEqual([]);
    expect(await checkEffects(database, world.topics.prefix)).toEqual([]);
  });

  it('lets trouble of one group of waiting keys hold up no other', async () => {
    const [eve, ann] = [people(1, 0)[0] as string, people(1, 5)[0] as string];
    const before = (await effects(database)).length;
    let known = false;
    let broken = true;
    consumer.before = async (events) => {
      if (!known) return events.map((event) => later(event, 'FACTS_MISSING'));
      if (broken && has(events, eve)) throw new Error('Connection terminated unexpectedly');
      return Promise.resolve();
    };
    await feed.send(feed.craft(served(eve, 1)), feed.craft(served(ann, 1)));
    await eventually(async () => (await parkedKeys(database)).length === 2);
    // Due since long, and so the first of every look.
    await asOwner(database, `UPDATE parked_key SET next_attempt_at = now() - interval '1 hour' WHERE key = $1`, [eve]);
    known = true;
    const found = (await effected(database, before + 1)).slice(before);
    expect(found.map((effect) => effect.key)).toEqual([ann]);
    const [row] = await asOwner<{ attempts: number; later: boolean }>(
      database,
      'SELECT attempts, next_attempt_at > now() AS later FROM parked_key WHERE key = $1',
      [eve],
    );
    expect(row).toMatchObject({ later: true });
    broken = false;
    await asOwner(database, 'UPDATE parked_key SET next_attempt_at = now()');
    await effected(database, before + 2);
    expect(await parkedKeys(database)).toEqual([]);
  });

  it('takes no more bytes of parked records into one transaction than it can bear, in order', async () => {
    const [ann, bob] = people(2, 6) as [string, string];
    const before = (await effects(database)).length;
    let known = false;
    consumer.before = (events) => Promise.resolve(known ? [] : events.map((event) => later(event, 'FACTS_MISSING')));
    // Forty-eight kilobytes each, so some six megabytes.
    const note = 'x'.repeat(47_000);
    const event = (key: string, n: number) =>
      feed.craft(served(key, n), (e) => Object.assign(e['data'] as object, { note }));
    for (let n = 1; n <= 64; n += 8)
      await feed.send(...Array.from({ length: 8 }, (_, i) => [event(ann, n + i), event(bob, n + i)]).flat());
    await eventually(async () => {
      expect((await parkedKeys(database)).map((key) => key.messages)).toEqual([64, 64]);
      return true;
    });
    consumer.calls.length = 0;
    known = true;
    const found = (await effected(database, before + 128)).slice(before);
    for (const key of [ann, bob])
      expect(found.filter((effect) => effect.key === key).map((effect) => effect.n)).toEqual(
        Array.from({ length: 64 }, (_, n) => n + 1),
      );
    const most = Math.max(...consumer.calls.map(({ count }) => count));
    expect(most).toBeGreaterThan(40);
    expect(most).toBeLessThan(90);
    expect(await parkedKeys(database)).toEqual([]);
  });
});

function has(events: readonly ReceivedEvent[], key: string): boolean {
  return events.some((event) => event.key === key);
}
