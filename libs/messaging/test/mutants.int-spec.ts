import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Transactions } from '@doorstep/persistence';
import { eventually, type TestDatabase } from '@doorstep/testing';
import { BatchProcessor } from '../src/consumer/batch-processor.js';
import { PositionBook } from '../src/consumer/positions.js';
import { OutboxReader } from '../src/relay/outbox-reader.js';
import { RelaySession } from '../src/relay/relay-session.js';
import { change } from './support/business.js';
import { checkEffects, checkPublished, type Violation } from './support/checker.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { Feed } from './support/feed.js';
import { people, served } from './support/test-events.js';
import {
  CursorFirst,
  LateLanes,
  NoHorizon,
  NoLanes,
  NoPositionCheck,
  OffsetFirst,
  PositionsWith,
  PreviousIgnored,
} from './support/mutants.js';
import { joined, published, relaying } from './support/until.js';
import { asOwner, World, type StartOptions, type TestMessaging } from './support/world.js';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Each mutant takes one guarantee away and the checker must name the invariant that it breaks. The real thing goes through the
// same scenario first and must pass: a checker that always fails proves as little as one that never does.
describe('the checker catches', () => {
  let world: World;
  let database: TestDatabase;
  beforeEach(async () => {
    world = await World.create();
  });
  afterEach(() => world.close());

  const publishing = async (
    options: Partial<StartOptions>,
    scenario: (service: TestMessaging) => Promise<void>,
  ): Promise<Violation[]> => {
    database = await world.database('meal-orders');
    const service = await world.start({ database, ...options });
    await relaying(service);
    await scenario(service);
    await published(database);
    await service.close();
    return checkPublished(database, world.topics.prefix);
  };

  describe.each([
    ['the real transactions', Transactions, []],
    ['no lane', NoLanes, [expect.stringMatching(/^I12/)]],
    ['a lane taken after the first write', LateLanes, [expect.stringMatching(/^I12/)]],
  ])('%s', (_name, type, expected) => {
    it('in the xid trap: who writes first commits last', async () => {
      const [ann] = people(1) as [string];
      const violations = await publishing({ transactionsOf: (dataSource) => new type(dataSource) }, async (service) => {
        const changes = Array.from({ length: 16 }, () => change(service, ann, { writeFirstMs: Math.random() * 150 }));
        await Promise.all(changes);
      });
      expect(violations.slice(0, 1)).toEqual(expected);
    });
  });

  describe.each([
    ['the real reader', OutboxReader, []],
    ['no snapshot horizon', NoHorizon, [expect.stringMatching(/^I11: committed event .* is not on the topic/)]],
  ])('%s', (_name, type, expected) => {
    it('when a transaction commits later than one with a higher id', async () => {
      const [ann, bob] = people(2) as [string, string];
      const violations = await publishing(
        { relayParts: { createReader: (client) => new type(client) } },
        async (service) => {
          let release = (): void => undefined;
          const held = new Promise<void>((resolve) => (release = resolve));
          let hasWritten = (): void => undefined;
          const written = new Promise<void>((resolve) => (hasWritten = resolve));
          const beforeCommit = (): Promise<void> => (hasWritten(), held);
          const slow = change(service, ann, { beforeCommit });
          await written;
          await change(service, bob);
          // Time enough for a relay that does not wait; the real one sends nothing, however long this takes.
          const sent = (): boolean => service.messaging.status().relay.sequence > 0;
          await eventually(sent, { timeoutMs: type === NoHorizon ? 45_000 : 500 }).catch(() => undefined);
          release();
          await slow;
        },
      );
      expect(violations.filter((violation) => violation.startsWith('I11')).slice(0, 1)).toEqual(expected);
    });
  });

  describe.each([
    ['the real order', RelaySession, []],
    [
      'a cursor moved before Kafka confirmed',
      CursorFirst,
      [expect.stringMatching(/^I11: committed event .* is not on the topic/)],
    ],
  ])('%s', (_name, type, expected) => {
    it('when Kafka fails once', async () => {
      let fails = 1;
      const watch = (step: string): void => {
        if (step === 'sending' && fails-- > 0) throw new Error('Kafka is away');
      };
      const createSession = (...parameters: ConstructorParameters<typeof RelaySession>): RelaySession =>
        new type(...parameters);
      const violations = await publishing({ relayParts: { watch, createSession } }, (service) =>
        change(service, people(1)[0] as string),
      );
      expect(violations.slice(0, 1)).toEqual(expected);
    });
  });

  /** `records` are what the scenario sends. */
  const consuming = async (
    records: number,
    options: Partial<StartOptions>,
    scenario: (feed: Feed, consumer: EffectsConsumer) => Promise<void>,
  ): Promise<Violation[]> => {
    database = await world.database('benefits');
    const consumer = new EffectsConsumer();
    const service = await world.start({
      service: 'benefits',
      database,
      relay: false,
      consumers: [consumer],
      ...options,
    });
    await joined(service);
    const feed = new Feed(world.topics.prefix);
    await scenario(feed, consumer);
    await readThrough(database, records, service);
    await pause(300);
    await Promise.all([feed.close(), service.close()]);
    return checkEffects(database, world.topics.prefix);
  };
  /** Until all records lie behind the reader, or it has stopped before one; a reader that gets nowhere is given some seconds. */
  const readThrough = async (own: TestDatabase, records: number, { messaging }: TestMessaging): Promise<void> => {
    const places = 'SELECT max(next_offset) AS read FROM consumer_position GROUP BY topic, partition';
    const through = async (): Promise<boolean> => {
      const rows = await asOwner<{ read: number }>(
        own,
        `SELECT coalesce(sum(read), 0)::int AS read FROM (${places}) p`,
      );
      return (rows[0]?.read ?? 0) >= records || messaging.status().stopped.length > 0;
    };
    await eventually(through, { timeoutMs: 30_000, everyMs: 100 }).catch(() => undefined);
  };
  const withBook = (type: typeof PositionBook): Partial<StartOptions> => ({
    consumerParts: { createPositions: (name) => new PositionsWith(name, type) },
  });

  describe.each([
    ['the real positions', PositionBook, []],
    ['no position check', NoPositionCheck, [expect.stringMatching(/^I13: event .* took effect 2 times/)]],
  ])('%s', (_name, type, expected) => {
    it('when a relay sends again', async () => {
      const violations = await consuming(2, withBook(type), async (feed) => {
        const record = feed.craft(served(people(1)[0] as string, 1));
        await feed.send(record);
        await feed.send(record);
      });
      expect(violations.slice(0, 1)).toEqual(expected);
    });
  });

  describe.each([
    ['the real positions', PositionBook, [expect.stringMatching(/^I13: event .* took effect 0 times/)]],
    [
      'previous ignored',
      PreviousIgnored,
      [expect.stringMatching(/^I15: event .* took effect, but 2 before it never did/)],
    ],
  ])('%s', (_name, type, expected) => {
    it('when a record is lost: what follows is not touched', async () => {
      const [ann] = people(1) as [string];
      const violations = await consuming(2, withBook(type), async (feed) => {
        const [first, , third] = [1, 2, 3].map((n) => feed.craft(served(ann, n)));
        await feed.send(first as never, third as never);
      });
      expect(violations).toEqual(expected);
    });
  });

  describe.each([
    ['the real order', BatchProcessor, []],
    ['an offset committed first', OffsetFirst, [expect.stringMatching(/^I13: event .* took effect 0 times/)]],
  ])('%s', (_name, type, expected) => {
    it('when a batch fails on the way', async () => {
      const createProcessor = (...parameters: ConstructorParameters<typeof BatchProcessor>): BatchProcessor =>
        new type(...parameters);
      const violations = await consuming(1, { consumerParts: { createProcessor } }, async (feed, consumer) => {
        let fails = 1;
        consumer.before = () => (fails-- > 0 ? Promise.reject(new Error('Connection terminated')) : Promise.resolve());
        await feed.send(feed.craft(served(people(1)[0] as string, 1)));
      });
      expect(violations.slice(0, 1)).toEqual(expected);
    });
  });
});
