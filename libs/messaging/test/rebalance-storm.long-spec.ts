import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { lunchUntil } from './support/business.js';
import { checkEffects, checkPublished } from './support/checker.js';
import { comeAndGo } from './support/come-and-go.js';
import { everythingTookEffect } from './support/crash-scenarios.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { people } from './support/test-events.js';
import { relaying } from './support/until.js';
import { World, type TestMessaging } from './support/world.js';

jest.setTimeout(300_000);

// faults.int-spec.ts does the same with one guest that comes three times.
describe('a group whose members join and leave every second (F12)', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.close());

  it('does the work of every event once, each key in order', async () => {
    const [writing, reading] = [await world.database('meal-orders'), await world.database('benefits')];
    const producer = await world.start({ database: writing });
    await relaying(producer);
    const consume = (): Promise<TestMessaging> =>
      world.start({ service: 'benefits', database: reading, relay: false, consumers: [new EffectsConsumer()] });
    const steady = await consume();
    await lunchUntil(producer, people(12), comeAndGo(consume, { guests: 3, rounds: 10 }));
    await everythingTookEffect(writing, reading);
    expect(await checkPublished(writing, world.topics.prefix)).toEqual([]);
    expect(await checkEffects(reading, world.topics.prefix)).toEqual([]);
    await steady.close();
  });
});
