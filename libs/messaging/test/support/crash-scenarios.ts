import { expect } from '@jest/globals';
import type { TestDatabase } from '@doorstep/testing';
import type { BatchStep } from '../../src/consumer/batch-processor.js';
import type { RelayStep } from '../../src/relay/relay-session.js';
import { lunchUntil } from './business.js';
import { checkEffects, checkPublished } from './checker.js';
import { startChild } from './child-plan.js';
import { EffectsConsumer } from './effects.consumer.js';
import { people } from './test-events.js';
import { effected, published } from './until.js';
import { asOwner, type TestMessaging, type World } from './world.js';

export interface CrashStage {
  readonly world: World;
  /** Publishes changes; its process lives on. */
  readonly writer: TestMessaging;
  readonly database: TestDatabase;
  /** The consumer's. */
  readonly reader: TestDatabase;
}

export async function crashStage(world: World): Promise<CrashStage> {
  const database = await world.database('meal-orders');
  const reader = await world.database('benefits');
  return { world, database, reader, writer: await world.start({ database, relay: false }) };
}

/** F2, F4: a relay kills itself at a step under load; its successor finishes the work. */
export async function crashRelay(stage: CrashStage, step: RelayStep, pass: number): Promise<void> {
  const { world, writer, database } = stage;
  const { prefix } = world.topics;
  const doomed = startChild({ role: 'relay', database, prefix, at: { step, pass, then: 'die' } });
  await doomed.ready;
  await lunchUntil(writer, people(8), doomed.exited);
  const successor = await world.start({ database });
  await published(database);
  await successor.close();
  expect(await checkPublished(database, prefix)).toEqual([]);
}

/** F1, F3, F4: a consumer kills itself at a step under load; its successor takes the partitions over. */
export async function crashConsumer(stage: CrashStage, step: BatchStep, pass: number): Promise<void> {
  const { world, writer, database, reader } = stage;
  const { prefix } = world.topics;
  const relay = await world.start({ database });
  const doomed = startChild({ role: 'consumer', database: reader, prefix, at: { step, pass, then: 'die' } });
  await doomed.ready;
  await lunchUntil(writer, people(8), doomed.exited);
  const consumers = [new EffectsConsumer()];
  const successor = await world.start({ service: 'benefits', database: reader, relay: false, consumers });
  await everythingTookEffect(database, reader);
  await Promise.all([successor.close(), relay.close()]);
  expect(await checkEffects(reader, prefix)).toEqual([]);
}

/** Until the relay has sent, and the consumer has done, all that is committed. */
export async function everythingTookEffect(database: TestDatabase, reader: TestDatabase): Promise<void> {
  await published(database);
  const [row] = await asOwner<{ events: number }>(database, 'SELECT count(*)::int AS events FROM outbox');
  await effected(reader, row?.events ?? 0);
}
