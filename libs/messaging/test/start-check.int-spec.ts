import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '@doorstep/contracts';
import { runNewEpoch } from '@doorstep/messaging';
import { eventually, testEnvironment, type TestDatabase } from '@doorstep/testing';
import { change, lunch } from './support/business.js';
import { checkPublished } from './support/checker.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { people } from './support/test-events.js';
import { readTopic, type SeenRecord } from './support/topic-reader.js';
import { effects, published, relaying } from './support/until.js';
import { asOwner, loggerInto, World, type TestMessaging } from './support/world.js';

describe('at its start the relay', () => {
  let world: World;
  let database: TestDatabase;
  let reader: TestDatabase;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database('meal-orders');
    reader = await world.database('benefits');
    await world.start({ service: 'benefits', database: reader, relay: false, consumers: [new EffectsConsumer()] });
  });
  afterAll(() => world.close());

  const refusal = async (service: TestMessaging): Promise<string> => {
    await eventually(() => service.messaging.status().relay.state === 'refused', { timeoutMs: 30_000 });
    return service.messaging.status().relay.detail ?? '';
  };

  it('goes on where Kafka is ahead of a cursor that was lost in a crash', async () => {
    const first = await world.start({ database });
    await relaying(first);
    await lunch(first, people(6), 20);
    await published(database);
    const [saved] = await asOwner<{ saved: string }>(
      database,
      'SELECT to_jsonb(c)::text AS saved FROM outbox_cursor c',
    );
    await lunch(first, people(6), 20);
    await published(database);
    await first.close();
    await asOwner(database, restoreCursor, [saved?.saved]);
    const second = await world.start({ database });
    await relaying(second);
    await published(database);
    expect(await checkPublished(database, world.topics.prefix)).toEqual([]);
    await second.close();
  });

  it('looks below what a frozen relay sent again behind its successor (F5)', async () => {
    const first = await world.start({ database });
    await relaying(first);
    const [ann] = people(1, 3) as [string];
    await lunch(first, [ann], 12, 1);
    await published(database);
    await first.close();
    const { prefix } = world.topics;
    const known = await readTopic(prefix, TOPICS.mealOrder);
    const old = known.filter((record) => record.partition === 3).slice(0, -3);
    const feed = new Feed(prefix);
    const again = Array.from({ length: 60 }, (_, n) => old[n % old.length] as SeenRecord);
    await feed.send(...again.map(({ key, value }) => feed.raw(3, key, value)));
    await feed.close();
    const second = await world.start({ database });
    await relaying(second);
    await change(second, ann);
    await published(database);
    expect(await checkPublished(database, prefix)).toEqual([]);
    await second.close();
  });

  it('still refuses when what was sent last is nowhere', async () => {
    const [row] = await asOwner<{ sent: Record<string, number> }>(database, 'SELECT sent FROM outbox_cursor');
    const [place, last] = Object.entries(row?.sent ?? {})[0] as [string, number];
    await asOwner(database, 'UPDATE outbox_cursor SET sequence = sequence + 100, sent = sent || $1::jsonb', [
      JSON.stringify({ [place]: last + 100 }),
    ]);
    const service = await world.start({ database });
    expect(await refusal(service)).toContain(`${place} ends at ${last}, but ${last + 100} was sent to it`);
    await service.close();
    await asOwner(database, 'UPDATE outbox_cursor SET sequence = sequence - 100, sent = $1', [row?.sent]);
  });

  it('refuses a database that was moved', async () => {
    const [row] = await asOwner<{ database: string }>(database, 'SELECT database FROM outbox_cursor');
    await asOwner(database, `UPDATE outbox_cursor SET database = '7/7'`);
    const service = await world.start({ database });
    expect(await refusal(service)).toContain('moved here from database 7/7');
    await service.close();
    await asOwner(database, 'UPDATE outbox_cursor SET database = $1', [row?.database]);
  });

  it('refuses a restored backup, and a new epoch sends what is left exactly once', async () => {
    const [saved] = await asOwner<{ saved: string }>(
      database,
      'SELECT to_jsonb(c)::text AS saved FROM outbox_cursor c',
    );
    const before = await world.start({ database });
    await relaying(before);
    await change(before, people(1)[0] as string);
    await published(database);
    await before.close();
    // The backup: neither the last event nor the cursor's knowledge of it, but another event that was not sent yet.
    const [gone] = await asOwner<{ id: string }>(
      database,
      'DELETE FROM outbox WHERE (xid, position) = (SELECT xid, position FROM outbox_cursor) RETURNING id',
    );
    await asOwner(database, restoreCursor, [saved?.saved]);
    const idle = await world.start({ database, relay: false });
    await change(idle, people(1)[0] as string);
    const service = await world.start({ database });
    expect(await refusal(service)).toMatch(/order\.events\/\d+ holds event .* the outbox would send another/);
    await Promise.all([service.close(), idle.close()]);
    const kafka = { brokers: testEnvironment().kafkaBrokers, topicPrefix: world.topics.prefix };
    const options = {
      service: 'meal-orders',
      databaseOwnerUrl: database.ownerUrl,
      kafka,
      logger: loggerInto([]),
    } as const;
    expect(await runNewEpoch(options)).toEqual({ source: 'meal-orders/0/2', carriedOver: 1, alreadySent: 1 });
    const next = await world.start({ database });
    await relaying(next);
    await published(database);
    await change(next, people(1)[0] as string);
    await published(database);
    await eventually(async () => {
      const seen = await effects(reader);
      const sent = await asOwner<{ id: string }>(database, 'SELECT id FROM outbox');
      return sent.every(({ id }) => seen.filter((effect) => effect.event_id === id).length === 1);
    });
    expect((await effects(reader)).filter((effect) => effect.event_id === gone?.id)).toHaveLength(1);
    await next.close();
  });
});

const restoreCursor = `UPDATE outbox_cursor c SET xid = s.xid, position = s.position, sequence = s.sequence, sent = s.sent, day = s.day
  FROM jsonb_populate_record(NULL::outbox_cursor, $1::jsonb) s`;
