import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Transactions } from '@doorstep/persistence';
import type { TestDatabase } from '@doorstep/testing';
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

jest.setTimeout(60_000);

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
          const slow = change(service, ann, { lingerMs: 500 });
          await pause(100);
          await change(service, bob);
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

  const consuming = async (
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
    await beganToRead(database);
    await pause(1_500);
    await Promise.all([feed.close(), service.close()]);
    return checkEffects(database, world.topics.prefix);
  };
  /** On a busy machine the first record may take a while; a reader that never commits is given some seconds. */
  const beganToRead = async (own: TestDatabase): Promise<void> => {
    for (let tries = 0; tries < 40; tries++) {
      const rows = await asOwner(own, 'SELECT 1 FROM consumer_position LIMIT 1');
      if (rows.length > 0) return;
      await pause(200);
    }
  };
  const withBook = (type: typeof PositionBook): Partial<StartOptions> => ({
    consumerParts: { createPositions: (name) => new PositionsWith(name, type) },
  });

  describe.each([
    ['the real positions', PositionBook, []],
    ['no position check', NoPositionCheck, [expect.stringMatching(/^I13: event .* took effect 2 times/)]],
  ])('%s', (_name, type, expected) => {
    it('when a relay sends again', async () => {
      const violations = await consuming(withBook(type), async (feed) => {
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
      const violations = await consuming(withBook(type), async (feed) => {
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
      const violations = await consuming({ consumerParts: { createProcessor } }, async (feed, consumer) => {
        let fails = 1;
        consumer.before = () => (fails-- > 0 ? Promise.reject(new Error('Connection terminated')) : Promise.resolve());
        await feed.send(feed.craft(served(people(1)[0] as string, 1)));
      });
      expect(violations.slice(0, 1)).toEqual(expected);
    });
  });
});
