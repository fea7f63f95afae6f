import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { killChildren } from './support/child-plan.js';
import {
  crashConsumer,
  crashRelay,
  crashStage,
  reviveConsumer,
  twinConsumers,
  type CrashStage,
} from './support/crash-scenarios.js';
import { World } from './support/world.js';

// The steps where most would be lost or doubled; crash.long-spec.ts has all of them, at several passes.
describe('kill -9', () => {
  let world: World;
  let stage: CrashStage;
  beforeAll(async () => {
    world = await World.create();
    stage = await crashStage(world);
  });
  afterEach(killChildren);
  afterAll(() => world.close());

  it('of the relay after Kafka has the batch and before the cursor moved', () => crashRelay(stage, 'sent', 2));

  it('of the consumer between its effects and the commit', () => crashConsumer(stage, 'stored', 2));

  it('of the consumer after the commit, before Kafka knows', () => crashConsumer(stage, 'committed', 2));

  it('of a consumer that comes back under its name, long before its session ends', () => reviveConsumer(stage, 2));

  it('and two consumers of one name that live do not drive each other out', () => twinConsumers(stage));
});
