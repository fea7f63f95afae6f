import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSchemaOf, TOPICS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { eventually, type TestDatabase } from '@doorstep/testing';
import type { BatchStep } from '../src/consumer/batch-processor.js';
import type { RepairRecord } from '../src/repair/repairs.schema.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { gaugeOf } from './support/metrics.js';
import { META, people, served } from './support/test-events.js';
import { TestLog, testLog } from './support/test-log.js';
import { effected, effects, joined, published, relaying } from './support/until.js';
import { asOwner, World, type TestMessaging } from './support/world.js';

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
    await expect(
      repairs.feed(TOPICS.mealOrder.name, [testLog.prove(lost[1]?.value as Buffer)], META),
    ).rejects.toMatchObject({
      code: 'MESSAGING.REPAIR_REFUSED',
    });
    const proven = lost.map(({ value }) => testLog.prove(value));
    expect(await repairs.feed(TOPICS.mealOrder.name, proven, META)).toEqual({
      partitions: [{ partition: 2, applied: 2 }],
    });
    const found = await effected(reader, 5);
    expect(found.filter((e) => e.key === ann).map((e) => e.n)).toEqual([1, 2, 3, 4]);
    await eventually(() => service.messaging.status().stopped.length === 0);
    expect(await repairs.feed(TOPICS.mealOrder.name, proven, META)).toEqual({
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

describe('a repair', () => {
  let world: World;
  let reader: TestDatabase;
  beforeAll(async () => {
    world = await World.create();
    reader = await world.database('benefits');
  });
  afterAll(() => world.close());

  const start = (options: Partial<Parameters<World['start']>[0]> = {}): Promise<TestMessaging> =>
    world.start({
      service: 'benefits',
      database: reader,
      relay: false,
      consumers: [new EffectsConsumer()],
      ...options,
    });
  const acts = (): Promise<{ type: string }[]> => asOwner(reader, 'SELECT type FROM outbox');

  it('takes nothing that the public log does not prove', async () => {
    const { messaging, close } = await start();
    const feed = new Feed(world.topics.prefix);
    const [ann] = people(1, 6) as [string];
    const [real, other] = [feed.craft(served(ann, 1)).value as Buffer, feed.craft(served(ann, 2)).value as Buffer];
    const proven = testLog.prove(real);
    const refused = async (record: RepairRecord, why: string, topic = TOPICS.mealOrder.name): Promise<void> => {
      const feeding = messaging.repairs.feed(topic, [testLog.prove(real), record], META);
      await expect(feeding).rejects.toMatchObject({
        code: 'MESSAGING.REPAIR_REFUSED',
        message: expect.stringMatching(why),
      });
    };
    const invented = Buffer.from(real.toString().replace(/"n":1/, '"n":9'));
    await refused({ ...proven, bytes: invented.toString('base64') }, 'entry 0 of the log is another one');
    await refused({ ...testLog.prove(other), proof: proven.proof }, 'entry 0 of the log is another one');
    await refused(new TestLog().prove(real), 'no key that is trusted here has signed');
    await refused({ ...proven, proof: '' }, 'this is no tlog-proof');
    await refused({ ...proven, salt: '' }, 'entry 0 of the log is another one');
    // Logged, but not of this topic: its number would make the partition skip what it has not read.
    const changed = (change: Record<string, string>): Buffer =>
      Buffer.from(
        Object.entries(change).reduce(
          (text, [name, value]) => text.replace(new RegExp(`"${name}":"[^"]*"`), `"${name}":"${value}"`),
          real.toString(),
        ),
      );
    const menu = { type: 'meal-orders.menu.published.v1', dataschema: dataSchemaOf('meal-orders.menu.published.v1') };
    await refused(testLog.prove(changed({ ...menu, id: uuidv7() })), 'knows no meal-orders.menu.published.v1 on');
    await refused(testLog.prove(changed({ source: 'day-care/0/1' })), 'day-care/0/1 does not write on');
    await refused(testLog.prove(Buffer.from('{}')), 'no event of this system');
    expect(await effects(reader)).toEqual([]);
    expect(await acts()).toEqual([]);
    expect(await messaging.repairs.feed(TOPICS.mealOrder.name, [proven], META)).toEqual({
      partitions: [{ partition: 6, applied: 1 }],
    });
    await close();
    const keyless = await start({ logKeys: [] });
    const feeding = keyless.messaging.repairs.feed(TOPICS.mealOrder.name, [testLog.prove(other)], META);
    await expect(feeding).rejects.toThrow('was given no key of the log');
    await keyless.close();
  });

  it.each(['stored', 'committed'] as const)('and the event that tells of it share one fate: %s', async (step) => {
    let armed = false;
    const watch = (at: BatchStep): void => {
      if (armed && at === step) throw new Error(`the process ends here: ${at}`);
    };
    const { messaging, close } = await start({ consumerParts: { watch } });
    const feed = new Feed(world.topics.prefix, `meal-orders/0/${step === 'stored' ? 2 : 3}`);
    const [bob] = people(1, 7) as [string];
    const records = [1, 2, 3].map((n) => testLog.prove(feed.craft(served(bob, n)).value));
    const [before, told] = [(await effects(reader)).length, (await acts()).length];
    armed = true;
    await expect(messaging.repairs.feed(TOPICS.mealOrder.name, records, META)).rejects.toThrow('the process ends here');
    armed = false;
    const done = step === 'committed';
    expect((await effects(reader)).length - before).toBe(done ? 3 : 0);
    expect((await acts()).length - told).toBe(done ? 1 : 0);
    await messaging.repairs.feed(TOPICS.mealOrder.name, records, META);
    expect((await effects(reader)).length - before).toBe(3);
    expect((await acts()).length - told).toBe(1);
    await close();
  });
});
