import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '@doorstep/contracts';
import { eventually, PostgresProxy, type TestDatabase } from '@doorstep/testing';
import { change, lunch, lunchUntil } from './support/business.js';
import { checkEffects, checkPublished } from './support/checker.js';
import { killChildren, startChild } from './support/child-plan.js';
import { comeAndGo } from './support/come-and-go.js';
import { everythingTookEffect } from './support/crash-scenarios.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { gaugeOf } from './support/metrics.js';
import { META, people, served } from './support/test-events.js';
import { readTopic } from './support/topic-reader.js';
import { published, relaying } from './support/until.js';
import { asOwner, World, type TestMessaging } from './support/world.js';

describe('faults', () => {
  let world: World;
  let database: TestDatabase;
  let reader: TestDatabase;
  let producer: TestMessaging;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database('meal-orders');
    reader = await world.database('benefits');
    producer = await world.start({ database });
    await relaying(producer);
  });
  afterEach(killChildren);
  afterAll(() => world.close());

  const consume = (extra: object = {}): Promise<TestMessaging> =>
    world.start({ service: 'benefits', database: reader, relay: false, consumers: [new EffectsConsumer()], ...extra });
  const nothingWrong = async (): Promise<void> => {
    await everythingTookEffect(database, reader);
    expect(await checkPublished(database, world.topics.prefix)).toEqual([]);
    expect(await checkEffects(reader, world.topics.prefix)).toEqual([]);
  };

  it('replays everything from the first record without a second effect (F15)', async () => {
    const first = await consume();
    await lunch(producer, people(8), 60);
    await everythingTookEffect(database, reader);
    await first.close();
    await asOwner(reader, 'UPDATE consumer_position SET next_offset = 0');
    const second = await consume();
    await lunch(producer, people(4), 20);
    await nothingWrong();
    const ends = await asOwner<{ reached: string }>(
      reader,
      'SELECT max(next_offset) AS reached FROM consumer_position GROUP BY topic, partition',
    );
    expect(ends.every((end) => Number(end.reached) > 0)).toBe(true);
    await second.close();
  });

  it('survives a member that comes and goes (F12)', async () => {
    const steady = await consume();
    const lunching = lunch(producer, people(8), 150, 4);
    await comeAndGo(consume, { guests: 1, rounds: 3 });
    await lunching;
    await nothingWrong();
    await steady.close();
  });

  it('gains nothing from a frozen member that comes back (F5)', async () => {
    const zombie = startChild({
      role: 'consumer',
      database: reader,
      prefix: world.topics.prefix,
      at: { step: 'committed', pass: 2, then: 'freeze' },
    });
    await zombie.ready;
    const lunching = lunch(producer, people(8), 40, 2);
    await zombie.stopped;
    zombie.process.kill('SIGSTOP');
    const heir = await consume({ sessionTimeoutMs: 6_000 });
    await lunching;
    await everythingTookEffect(database, reader);
    zombie.process.kill('SIGCONT');
    await lunch(producer, people(4), 20);
    await nothingWrong();
    await heir.close();
  });

  it('gains nothing from a frozen relay that comes back either (F5)', async () => {
    const [ann] = people(1, 3) as [string];
    const ledOnce = await world.database('meal-orders');
    const other = await World.create();
    const { prefix } = other.topics;
    const writer = await other.start({ database: ledOnce, relay: false });
    const relayParts = { leadIdleMs: 1_500 };
    const at = { step: 'sending', pass: 2, then: 'stop' } as const;
    const zombie = startChild({ role: 'relay', database: ledOnce, prefix, at, ...relayParts });
    await zombie.ready;
    await lunchUntil(writer, [ann], zombie.stopped);
    const heir = await other.start({ database: ledOnce, relayParts });
    await lunch(writer, [ann], 10, 1);
    await published(ledOnce);
    const sent = (await readTopic(prefix, TOPICS.mealOrder)).length;
    zombie.process.kill('SIGCONT');
    await eventually(async () => (await readTopic(prefix, TOPICS.mealOrder)).length > sent, { everyMs: 200 });
    await Promise.all([zombie.kill(), heir.close()]);
    const next = await other.start({ database: ledOnce });
    await relaying(next);
    await change(writer, ann);
    await published(ledOnce);
    expect(await checkPublished(ledOnce, prefix)).toEqual([]);
    await other.close();
  });

  it('lets a long write transaction delay events, says so, and loses none (F23)', async () => {
    const [ann, bob] = people(2) as [string, string];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let hasWritten = (): void => undefined;
    const written = new Promise<void>((resolve) => (hasWritten = resolve));
    const long = producer.transactions.run({ keys: [{ space: 'person', key: ann }], timeoutMs: 30_000 }, async (tx) => {
      await tx.query('INSERT INTO touch DEFAULT VALUES');
      hasWritten();
      await held;
      await producer.messaging.outbox.add(tx, META, served(ann, 1));
      await tx.query(`INSERT INTO change (key, n, event_id) SELECT key, 1, id FROM outbox WHERE key = $1`, [ann]);
    });
    await written;
    await change(producer, bob);
    try {
      await eventually(async () => (await gaugeOf(producer.registry, 'outbox_oldest_write_transaction_seconds')) > 1);
      expect(await gaugeOf(producer.registry, 'outbox_pending')).toBe(1);
    } finally {
      release();
    }
    await long;
    const consumer = await consume();
    await nothingWrong();
    await consumer.close();
  });

  it('does the work again when the connection is cut after COMMIT was sent, and only once (F20)', async () => {
    const proxy = await PostgresProxy.start(reader.appUrl);
    const consumer = await consume({ database: { ...reader, appUrl: proxy.url } });
    const [ann, ...others] = people(6) as [string, ...string[]];
    proxy.cutNextCommits({ count: 2, about: ann });
    await lunch(producer, [ann, ...others], 30);
    await nothingWrong();
    expect(proxy.cuts).toBe(2);
    expect(consumer.log.filter((line) => line.message === 'a batch is tried again').length).toBeGreaterThan(0);
    await consumer.close();
    await proxy.close();
  });

  it('waits for a connection when the pool is used up (F22)', async () => {
    const consumer = await consume({ pool: 1, concurrency: 4 });
    await lunch(producer, people(16), 60);
    await nothingWrong();
    await consumer.close();
  });

  it('hands over between two relays without a gap', async () => {
    const other = await world.start({ database });
    await eventually(() => other.messaging.status().relay.state === 'standby');
    const lunching = lunch(other, people(8), 60, 2);
    await producer.close();
    await lunching;
    await relaying(other);
    producer = other;
    const consumer = await consume();
    await nothingWrong();
    await consumer.close();
  });
});
