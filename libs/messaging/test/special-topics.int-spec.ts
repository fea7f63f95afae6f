import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitlementUpdatedV1, MealOrderServedV1, TOPICS } from '@doorstep/contracts';
import {
  EventConsumer,
  later,
  newEvent,
  On,
  OnEveryRecord,
  type BatchContext,
  type Later,
  type NewEvent,
  type RawRecord,
  type ReceivedEvent,
} from '@doorstep/messaging';
import { eventually, type TestDatabase } from '@doorstep/testing';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { META, people, served } from './support/test-events.js';
import { testLog } from './support/test-log.js';
import { effected, effects, joined, parkedKeys } from './support/until.js';
import { asOwner, World } from './support/world.js';

function entitlement(personId: string, version: number): NewEvent {
  const data = { personId, version, asOf: '2026-10-12T04:00:00Z', claims: [], lots: [], vouchers: [] };
  return newEvent(EntitlementUpdatedV1, personId, data);
}

@EventConsumer()
class LatestEntitlements {
  readonly versions = new Map<string, number>();

  @On(EntitlementUpdatedV1)
  updated(events: readonly ReceivedEvent<typeof EntitlementUpdatedV1>[]): Promise<void> {
    for (const { data } of events) this.versions.set(data.personId, data.version);
    return Promise.resolve();
  }
}

@EventConsumer({ everyRecordOf: [TOPICS.mealOrder, TOPICS.benefitsEntitlement] })
class Journal {
  refuse = '';

  @OnEveryRecord()
  async records(records: readonly RawRecord[], { tx }: BatchContext): Promise<void> {
    for (const { topic, partition, offset, problem, bytes } of records) {
      if (bytes !== null && this.refuse !== '' && bytes.includes(this.refuse)) throw new RangeError('not this one');
      await tx.query('INSERT INTO journal (topic, partition, "offset", problem, bytes) VALUES ($1, $2, $3, $4, $5)', [
        topic,
        partition,
        offset,
        problem,
        bytes,
      ]);
    }
  }
}

@EventConsumer()
class Doubter {
  doubts = true;

  @On(MealOrderServedV1)
  served(events: readonly ReceivedEvent<typeof MealOrderServedV1>[]): Promise<readonly Later[]> {
    return Promise.resolve(this.doubts ? events.map((event) => later(event, 'DOUBT')) : []);
  }
}

describe('special topics', () => {
  let world: World;
  let feed: Feed;
  beforeAll(async () => {
    world = await World.create();
    feed = new Feed(world.topics.prefix);
  });
  afterAll(async () => {
    await feed.close();
    await world.close();
  });

  it('has no gaps on a compacted topic, but still nothing twice', async () => {
    const [ann] = people(1, 1) as [string];
    const source = new Feed(world.topics.prefix, 'benefits/0/1');
    const consumer = new LatestEntitlements();
    const service = await world.start({
      database: await world.database('meal-orders'),
      consumers: [consumer],
      relay: false,
    });
    await joined(service);
    const [first, , third] = [1, 2, 3].map((version) => source.craft(entitlement(ann, version)));
    await source.send(first as never, third as never, first as never);
    await eventually(() => consumer.versions.get(ann) === 3);
    await source.send(source.craft(entitlement(ann, 4)));
    await eventually(() => consumer.versions.get(ann) === 4);
    expect(service.messaging.status().stopped).toEqual([]);
    await Promise.all([service.close(), source.close()]);
  });

  it('gives a reader of every record each of them once: good, bad, resent, after a gap, and from a repair', async () => {
    const [ann] = people(1, 2) as [string];
    const database = await world.database('audit');
    const journal = new Journal();
    const service = await world.start({ service: 'audit', database, consumers: [journal] });
    await joined(service);
    const [first, lost, third] = [1, 2, 3].map((n) => feed.craft(served(ann, n))) as [never, never, never];
    await feed.send(first, feed.raw(2, ann, 'nonsense'), feed.raw(2, ann, null), third, first);
    const problems = (): Promise<(string | null)[]> => journalled(database);
    await eventually(async () => (await problems()).length >= 5);
    expect(await problems()).toEqual([null, 'MALFORMED', 'TOMBSTONE', null, null]);
    await service.messaging.repairs.feed(
      TOPICS.mealOrder.name,
      [testLog.prove((lost as { value: Buffer }).value)],
      META,
    );
    expect(await problems()).toHaveLength(6);
    journal.refuse = '"n":5';
    await feed.send(...[4, 5, 6].map((n) => feed.craft(served(ann, n))));
    await eventually(async () => (await problems()).length === 8);
    const [parked] = await parkedKeys(database);
    expect(parked).toMatchObject({ key: ann, state: 'parked', reason: 'RangeError: not this one', messages: 1 });
    journal.refuse = '';
    await service.messaging.parkedKeys.retry(parked?.id ?? '', META);
    expect(await problems()).toHaveLength(9);
    await service.close();
  });

  it('lets an event wait for all its handlers together', async () => {
    const [bob] = people(1, 3) as [string];
    const database = await world.database('benefits');
    const doubter = new Doubter();
    const service = await world.start({
      service: 'benefits',
      database,
      consumers: [new EffectsConsumer(), doubter],
      relay: false,
    });
    await joined(service);
    await feed.send(feed.craft(served(bob, 1)), feed.craft(served(bob, 2)));
    await eventually(async () => (await parkedKeys(database)).some((key) => key.key === bob && key.messages === 2));
    expect((await effects(database)).filter((effect) => effect.key === bob)).toEqual([]);
    doubter.doubts = false;
    await effected(database, 2);
    await service.close();
  });

  it('refuses to start with a handler for a topic that the service may not read', async () => {
    const database = await world.database('registry');
    const start = world.start({ service: 'registry', database, consumers: [new LatestEntitlements()], relay: false });
    await (await start).close();
    const forbidden = world.start({ service: 'day-care', database, consumers: [new EffectsConsumer()], relay: false });
    await expect(forbidden).rejects.toThrow('day-care may not read meal-orders.order.events');
  });
});

async function journalled(database: TestDatabase): Promise<(string | null)[]> {
  const rows = await asOwner<{ problem: string | null }>(
    database,
    'SELECT problem FROM journal WHERE topic = $1 ORDER BY entry',
    [TOPICS.mealOrder.name],
  );
  return rows.map((row) => row.problem);
}
