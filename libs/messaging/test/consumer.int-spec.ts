import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '@doorstep/contracts';
import { DomainError } from '@doorstep/kernel';
import { later } from '@doorstep/messaging';
import { eventually, type TestDatabase } from '@doorstep/testing';
import { checkEffects } from './support/checker.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { noShow, people, served, TEST_DATA } from './support/test-events.js';
import { effected, effects, joined, parkedKeys } from './support/until.js';
import { World, type TestMessaging } from './support/world.js';
import { Feed } from './support/feed.js';

describe('consumer', () => {
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
    const consumerParts = { unknownMs: 500 };
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

  it('handles events in arrays, each key in its order', async () => {
    const [ann, bob] = people(2, 3) as [string, string];
    await feed.send(...[1, 2, 3].flatMap((n) => [feed.craft(served(ann, n)), feed.craft(served(bob, n))]));
    const found = await effected(database, 6);
    for (const key of [ann, bob]) expect(found.filter((e) => e.key === key).map((e) => e.n)).toEqual([1, 2, 3]);
    expect(new Set(found.map((e) => e.batch)).size).toBeLessThan(6);
  });

  it('takes no more records into one transaction than it may', async () => {
    const [ann] = people(1, 5) as [string];
    const before = (await effects(database)).length;
    const own = await world.database('registry');
    const consumers = [new EffectsConsumer()];
    const small = await world.start({ service: 'registry', database: own, relay: false, consumers, batchRecords: 2 });
    await joined(small);
    await feed.send(...[1, 2, 3, 4, 5].map((n) => feed.craft(served(ann, n))));
    // It also reads what earlier tests sent, so only this person's effects count.
    const found = await eventually(async () => {
      const anns = (await effects(own)).filter((e) => e.key === ann);
      if (anns.length !== 5) throw new Error(`${anns.length} effects`);
      return anns;
    });
    expect(found.map((e) => e.n)).toEqual([1, 2, 3, 4, 5]);
    const sizes = [...new Set(found.map((e) => e.batch))].map((batch) => found.filter((e) => e.batch === batch).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
    await small.close();
    await effected(database, before + 5); // the suite's own service reads them too; the next test counts from here
  });

  it('parks a key whose event is refused, and nobody else', async () => {
    const [ann, bob, eve] = people(3, 4) as [string, string, string];
    consumer.before = async (events) => {
      if (events.some((event) => event.key === eve)) throw new DomainError('TEST.REFUSED', 'not this one');
      return Promise.resolve();
    };
    const before = (await effects(database)).length;
    await feed.send(
      ...[1, 2, 3, 4].flatMap((n) =>
        [ann, eve, bob].map((key) => feed.craft(n === 3 ? noShow(key, n) : served(key, n))),
      ),
    );
    const found = (await effected(database, before + 8)).slice(before);
    expect(found.every((e) => e.key !== eve)).toBe(true);
    const [parked] = await eventually(async () => {
      const keys = await parkedKeys(database);
      expect(keys[0]?.messages).toBe(4);
      return keys;
    });
    expect(parked).toMatchObject({ key: eve, state: 'parked', reason: 'TEST.REFUSED: not this one', messages: 4 });
    consumer.before = () => Promise.resolve();
    expect(await checkEffects(database, world.topics.prefix)).toEqual([]);
    const outcome = await service.messaging.parkedKeys.retry(parked?.id ?? '', {
      actor: 'staff:admin-1',
      correlationId: 'c',
    });
    expect(outcome).toEqual({ state: 'done', reason: null });
    expect((await effects(database)).filter((e) => e.key === eve).map((e) => e.n)).toEqual([1, 2, 3, 4]);
    expect(await checkEffects(database, world.topics.prefix)).toEqual([]);
  });

  it('lets a key wait, in order, until it is woken', async () => {
    const [ann, bob] = people(2, 5) as [string, string];
    let known = false;
    consumer.before = (events) =>
      Promise.resolve(events.filter((e) => e.key === ann && !known).map((e) => later(e, 'FACTS_MISSING')));
    const before = (await effects(database)).length;
    await feed.send(
      ...[1, 2, 3].flatMap((n) => [feed.craft(n === 2 ? noShow(ann, n) : served(ann, n)), feed.craft(served(bob, n))]),
    );
    await effected(database, before + 3);
    expect((await parkedKeys(database)).map((key) => [key.key, key.state, key.messages])).toEqual([
      [ann, 'waiting', 3],
    ]);
    known = true;
    await service.transactions.run({ keys: [] }, (tx) =>
      tx.query(
        `UPDATE parked_key SET next_attempt_at = now() + interval '1 hour', give_up_at = now() + interval '2 hours'`,
      ),
    );
    consumer.before = async (events, context) => {
      if (events.some((e) => e.key === bob)) await context.wake(TOPICS.mealOrder, [ann]);
    };
    await feed.send(feed.craft(served(bob, 4)));
    const found = (await effected(database, before + 7)).filter((e) => e.key === ann);
    expect(found.map((e) => [e.n, e.overdue])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(await parkedKeys(database)).toEqual([]);
  });

  it('gives an event back as overdue when its time is over', async () => {
    const [ann] = people(1, 6) as [string];
    consumer.before = (events) =>
      Promise.resolve(events.filter((e) => !e.overdue).map((e) => later(e, 'FACTS_MISSING', { giveUpAfterMs: 300 })));
    const before = (await effects(database)).length;
    await feed.send(feed.craft(served(ann, 1)), feed.craft(noShow(ann, 2)));
    const found = (await effected(database, before + 2)).slice(before);
    expect(found.map((e) => [e.n, e.overdue])).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  it('holds back later events of a key even when the handler had done them', async () => {
    const [ann] = people(1, 7) as [string];
    let tries = 0;
    consumer.before = (events) =>
      Promise.resolve(
        tries++ < 2 ? events.filter((e) => (e.data as { n: number }).n === 1).map((e) => later(e, 'X')) : [],
      );
    const before = (await effects(database)).length;
    await feed.send(...[1, 2, 3].map((n) => feed.craft(served(ann, n))));
    const found = (await effected(database, before + 3)).slice(before);
    expect(found.map((e) => e.n)).toEqual([1, 2, 3]);
  });

  it('condemns nobody for lost races, lost connections and lack of resources (F21)', async () => {
    const keys = people(4, 1);
    const states = ['40001', '40P01', '40001', '40001', '40001', '55P03', '53300', '57014', '08006'];
    consumer.before = async (_events, { tx }) => {
      const state = states.shift();
      if (state === '08006') throw Object.assign(new Error('Connection terminated unexpectedly'));
      if (state) await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END $$`);
    };
    const before = (await effects(database)).length;
    await feed.send(...keys.map((key) => feed.craft(served(key, 1))));
    await effected(database, before + 4);
    expect(states).toEqual([]);
    expect(await parkedKeys(database)).toEqual([]);
    expect(await checkEffects(database, world.topics.prefix)).toEqual([]);
  });

  it('believes an error of unknown kind after it came again and again', async () => {
    const [ann, eve] = people(2, 1) as [string, string];
    consumer.before = (events) =>
      events.some((e) => e.key === eve) ? Promise.reject(new Error('strange')) : Promise.resolve();
    const before = (await effects(database)).length;
    await feed.send(feed.craft(served(eve, 1)), feed.craft(served(ann, 1)));
    await effected(database, before + 1);
    const keys = await parkedKeys(database);
    expect(keys).toMatchObject([{ key: eve, reason: 'Error: strange' }]);
    await service.messaging.parkedKeys.dismiss(keys[0]?.id ?? '', TEST_DATA, {
      actor: 'staff:admin-1',
      correlationId: 'c',
    });
    expect(await parkedKeys(database)).toEqual([]);
  });

  it('does not believe it before its time, however often it came', async () => {
    const [ann] = people(1, 2) as [string];
    let left = 6;
    const strange = new EffectsConsumer();
    strange.before = () => (left-- > 0 ? Promise.reject(new Error('strange')) : Promise.resolve());
    const before = (await effects(database)).length;
    const own = await world.database('registry');
    const patient = await world.start({ service: 'registry', database: own, relay: false, consumers: [strange] });
    await joined(patient);
    await feed.send(feed.craft(served(ann, 1)));
    await eventually(async () => (await effects(own)).some(({ key }) => key === ann), { timeoutMs: 30_000 });
    expect(await parkedKeys(own)).toEqual([]);
    await effected(database, before + 1); // the suite's own service reads it too; the next test counts from here
  });

  it('puts what waits before a later bad record of its key', async () => {
    const [ann] = people(1, 0) as [string];
    let known = false;
    consumer.before = (events) =>
      Promise.resolve(known ? [] : events.filter((e) => e.key === ann).map((e) => later(e, 'FACTS_MISSING')));
    const before = (await effects(database)).length;
    await feed.send(
      feed.craft(served(ann, 1)),
      feed.craft(served(ann, 2), (e) => Object.assign(e, { type: 'meal-orders.meal-order.eaten.v9' })),
      feed.craft(served(ann, 3)),
    );
    const [waiting] = await eventually(async () => {
      const keys = await parkedKeys(database);
      expect(keys).toMatchObject([{ key: ann, state: 'waiting', reason: 'FACTS_MISSING', messages: 3 }]);
      return keys;
    });
    known = true;
    const found = (await effected(database, before + 1)).slice(before);
    expect(found.map((e) => [e.key, e.n])).toEqual([[ann, 1]]);
    const parked = { key: ann, state: 'parked', reason: 'UNKNOWN_TYPE: meal-orders.meal-order.eaten.v9', messages: 2 };
    expect(await parkedKeys(database)).toMatchObject([parked]);
    const meta = { actor: 'staff:admin-1', correlationId: 'c' };
    const retry = await service.messaging.parkedKeys.retry(waiting?.id ?? '', meta);
    expect(retry).toEqual({ state: 'parked', reason: parked.reason });
    await service.messaging.parkedKeys.dismiss(waiting?.id ?? '', TEST_DATA, meta);
    expect(await parkedKeys(database)).toEqual([]);
  });
});
