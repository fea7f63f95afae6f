import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS, type EventEnvelope } from '@doorstep/contracts';
import { runNewEpoch } from '@doorstep/messaging';
import { Backup, eventually, testEnvironment, type TestDatabase } from '@doorstep/testing';
import { change, lunch } from './support/business.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { people } from './support/test-events.js';
import { readTopic } from './support/topic-reader.js';
import { effected, effects, published, relaying } from './support/until.js';
import { asOwner, loggerInto, World, type TestMessaging } from './support/world.js';

const DINERS = people(6);

describe('an outbox restored from an older copy', () => {
  let world: World;
  let database: TestDatabase;
  let reader: TestDatabase;
  let consumer: TestMessaging;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database('meal-orders');
    reader = await world.database('benefits');
    consumer = await world.start({
      service: 'benefits',
      database: reader,
      relay: false,
      consumers: [new EffectsConsumer()],
    });
  });
  afterAll(() => world.close());

  const newEpoch = (): ReturnType<typeof runNewEpoch> =>
    runNewEpoch({
      service: 'meal-orders',
      databaseOwnerUrl: database.ownerUrl,
      kafka: { brokers: testEnvironment().kafkaBrokers, topicPrefix: world.topics.prefix },
      logger: loggerInto([]),
    });
  const refused = ({ messaging }: TestMessaging): Promise<boolean> =>
    eventually(() => messaging.status().relay.state === 'refused', { timeoutMs: 30_000 });
  const envelopes = async (): Promise<EventEnvelope[]> =>
    (await readTopic(world.topics.prefix, TOPICS.mealOrder)).map(
      ({ value }) => JSON.parse(value ?? '{}') as EventEnvelope,
    );

  it('is refused, and in a new epoch nothing is doubled and nothing lost', async () => {
    const before = await world.start({ database });
    await relaying(before);
    await lunch(before, DINERS, 30);
    await published(database);
    await before.close();
    const unsent = await world.start({ database, relay: false });
    for (const diner of DINERS.slice(0, 4)) await change(unsent, diner);
    await unsent.close();
    const backup = await Backup.of(database);
    const after = await world.start({ database });
    await relaying(after);
    for (const diner of DINERS) await change(after, diner);
    await published(database);
    await after.close();
    const sent = await envelopes();
    await effected(reader, sent.length);

    await backup.restore();
    const restored = await world.start({ database });
    await refused(restored);
    for (const diner of DINERS.slice(0, 3)) await change(restored, diner);
    await expect(newEpoch()).rejects.toThrow('stop it first');
    await restored.close();
    // Four events are unsent in the copy, but everybody has them; six are not in the copy; three were made since.
    expect(await newEpoch()).toEqual({ source: 'meal-orders/0/2', carriedOver: 3, alreadySent: 10 });

    const next = await world.start({ database });
    await relaying(next);
    for (const diner of DINERS) await change(next, diner);
    await published(database);
    await next.close();
    const all = await envelopes();
    const ids = all.map(({ id }) => id);
    expect(ids.length - sent.length).toBe(9);
    expect(new Set(ids).size).toBe(ids.length);
    const outbox = await asOwner<{ id: string }>(database, 'SELECT id FROM outbox');
    expect(outbox.filter(({ id }) => !ids.includes(id))).toEqual([]);
    const renewed = all.filter(({ source }) => source === 'meal-orders/0/2').map(({ sequence }) => Number(sequence));
    expect(renewed.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await effected(reader, all.length);
    expect((await effects(reader)).map(({ event_id }) => event_id).sort()).toEqual([...ids].sort());
    expect(consumer.messaging.status().stopped).toEqual([]);
  });

  it('waits for a transaction that is still writing its event', async () => {
    const idle = await world.start({ database, relay: false, applicationName: 'somebody-else' });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const writing = change(idle, DINERS[0] as string, { beforeCommit: () => held });
    await eventually(async () => {
      const [row] = await asOwner<{ writes: boolean }>(
        database,
        `SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'outbox'::regclass AND mode = 'RowExclusiveLock') AS writes`,
      );
      return row?.writes === true;
    });
    const epoch = newEpoch();
    await eventually(async () => {
      const [row] = await asOwner<{ waits: boolean }>(
        database,
        `SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'outbox'::regclass AND NOT granted) AS waits`,
      );
      return row?.waits === true;
    });
    release();
    await writing;
    expect(await epoch).toEqual({ source: 'meal-orders/0/3', carriedOver: 1, alreadySent: 0 });
    await idle.close();
  });
});
