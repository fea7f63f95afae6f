import { expect, it } from '@jest/globals';
import { RepeatedWork } from '../../src/platform/repeated-work.js';

it('work that never comes to an end by itself ends when it is stopped', async () => {
  let steps = 0;
  let begun: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  const work = new RepeatedWork(
    async (isStopping) => {
      while (!isStopping()) {
        steps += 1;
        begun();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    60_000,
    () => undefined,
  );
  work.start();
  work.nudge();
  await running;
  await work.stop();
  const atStop = steps;
  work.nudge();
  await new Promise((resolve) => setImmediate(resolve));
  expect(atStop).toBeGreaterThan(0);
  expect(steps).toBe(atStop);
});
