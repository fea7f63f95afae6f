import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Logger, WorkPlan } from '../src/index.js';
import { BackgroundWorker } from '../src/index.js';

const PLAN: WorkPlan = { everyMs: 1_000, failed: 'the beds could not be made' };

class BedMaker extends BackgroundWorker {
  turns = 0;
  constructor(
    private readonly answer: (turn: number) => Promise<boolean | number>,
    logger: Logger,
    plan: WorkPlan = PLAN,
  ) {
    super(logger, plan);
  }

  protected override turn(): Promise<boolean | number> {
    return this.answer(++this.turns);
  }
}

const logged = jest.fn();
const logger = { error: logged } as unknown as Logger;

beforeEach(() => {
  logged.mockClear();
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('work in the background', () => {
  it('goes on while there is something to do, and then rests', async () => {
    const worker = new BedMaker((turn) => Promise.resolve(turn < 3), logger);
    worker.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(999);
    expect(worker.turns).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(worker.turns).toBe(3);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(worker.turns).toBe(4);
    await worker.onModuleDestroy();
  });

  it('begins when the plan says so, and counts what is left', async () => {
    const worker = new BedMaker((turn) => Promise.resolve(turn === 1 ? 7 : 0), logger, { ...PLAN, firstAfterMs: 0 });
    worker.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(0);
    expect(worker.turns).toBe(2);
    await worker.onModuleDestroy();
  });

  it('is tried again after a failure, which the log hears of', async () => {
    const failure = new Error('no sheets');
    const worker = new BedMaker((turn) => (turn === 1 ? Promise.reject(failure) : Promise.resolve(false)), logger);
    worker.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(2_000);
    expect([worker.turns, logged.mock.calls]).toEqual([2, [[{ err: failure }, PLAN.failed]]]);
    await worker.onModuleDestroy();
  });

  it('stops when the running turn is done, and does no other', async () => {
    let finish: (more: boolean) => void = () => undefined;
    const worker = new BedMaker(() => new Promise((resolve) => (finish = resolve)), logger);
    worker.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1_000);
    let stopped = false;
    const stopping = worker.onModuleDestroy().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(stopped).toBe(false);
    finish(true);
    await stopping;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(worker.turns).toBe(1);
  });
});
