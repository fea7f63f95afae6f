import { expect } from '@jest/globals';
import { PARTITIONS } from '@doorstep/contracts';
import { eventually, type TestDatabase } from '@doorstep/testing';
import type { BatchStep } from '../../src/consumer/batch-processor.js';
import type { RelayStep } from '../../src/relay/relay-session.js';
import { change, lunch, lunchUntil } from './business.js';
import { checkEffects, checkPublished } from './checker.js';
import { startChild } from './child-plan.js';
import { EffectsConsumer } from './effects.consumer.js';
import { people } from './test-events.js';
import { effected, effects, published } from './until.js';
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

/** The dead are waited for so long, and by a group that shares out anew for a minute at most (kafkajs). */
const LONG_SESSION_MS = 300_000;
const SOON_MS = 40_000;

/** A consumer is killed under load and comes back under its name: the group does not wait for the session of the dead one. */
export async function reviveConsumer(stage: CrashStage, pass: number): Promise<void> {
  const { world, writer, database, reader } = stage;
  const { prefix } = world.topics;
  const member = { instance: 'first', sessionTimeoutMs: LONG_SESSION_MS };
  const relay = await world.start({ database });
  const at = { step: 'committed', pass, then: 'die' } as const;
  const doomed = startChild({ role: 'consumer', database: reader, prefix, at, ...member });
  await doomed.ready;
  await lunchUntil(writer, people(8), doomed.exited);
  const before = (await effects(reader)).length;
  await change(writer, people(1)[0] as string);
  const consumers = [new EffectsConsumer()];
  const coming = world.start({ service: 'benefits', database: reader, relay: false, consumers, ...member });
  await eventually(async () => (await effects(reader)).length > before, { timeoutMs: SOON_MS });
  const successor = await coming;
  await everythingTookEffect(database, reader);
  await Promise.all([successor.close(), relay.close()]);
  expect(await checkEffects(reader, prefix)).toEqual([]);
}

/** Two that live were given one name: the first is dismissed once, comes back, and both have their share. */
export async function twinConsumers(stage: CrashStage): Promise<void> {
  const { world, writer, database, reader } = stage;
  const relay = await world.start({ database });
  const start = (): Promise<TestMessaging> =>
    world.start({
      ...{ service: 'benefits', database: reader, relay: false, instance: 'twin', sessionTimeoutMs: LONG_SESSION_MS },
      consumers: [new EffectsConsumer()],
    });
  const first = await start();
  const second = await start();
  const share = ({ messaging }: TestMessaging): number => messaging.status().consumer?.assigned.length ?? 0;
  const fair = (): boolean => share(first) > 0 && share(first) + share(second) === PARTITIONS.person;
  await eventually(fair, { timeoutMs: SOON_MS });
  await lunch(writer, people(4), 20);
  await everythingTookEffect(database, reader);
  const dismissals = (log: TestMessaging['log']): number => log.filter(({ fields }) => 'dismissed' in fields).length;
  expect([dismissals(first.log), dismissals(second.log), fair()]).toEqual([0, 1, true]);
  await Promise.all([first.close(), second.close(), relay.close()]);
  expect(await checkEffects(reader, world.topics.prefix)).toEqual([]);
}

/** Until the relay has sent, and the consumer has done, all that is committed. */
export async function everythingTookEffect(database: TestDatabase, reader: TestDatabase): Promise<void> {
  await published(database);
  const [row] = await asOwner<{ events: number }>(database, 'SELECT count(*)::int AS events FROM outbox');
  await effected(reader, row?.events ?? 0);
}
