import { afterAll, afterEach, beforeAll, describe, it, jest } from '@jest/globals';
import { killChildren } from './support/child-plan.js';
import { crashConsumer, crashRelay, crashStage, type CrashStage } from './support/crash-scenarios.js';
import { World } from './support/world.js';

jest.setTimeout(180_000);

const PASSES = [1, 2, 5];

describe('kill -9 at every step', () => {
  let world: World;
  let stage: CrashStage;
  beforeAll(async () => {
    world = await World.create();
    stage = await crashStage(world);
  });
  afterEach(killChildren);
  afterAll(() => world.close());

  describe.each(['read', 'sending', 'sent', 'advanced'] as const)('of the relay: %s', (step) => {
    it.each(PASSES)('the %i. time', (pass) => crashRelay(stage, step, pass));
  });

  describe.each(['locked', 'handled', 'stored', 'committed'] as const)('of the consumer: %s', (step) => {
    it.each(PASSES)('the %i. time', (pass) => crashConsumer(stage, step, pass));
  });
});
