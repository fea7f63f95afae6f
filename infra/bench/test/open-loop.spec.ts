import { describe, expect, it } from '@jest/globals';
import { openLoop } from '../src/harness/open-loop.js';

/** Time that passes only when somebody sleeps or works. */
class VirtualTime {
  at = 0;
  private readonly sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  readonly now = (): number => this.at;

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.sleepers.push({ until: this.at + ms, wake });
      setImmediate(() => this.advance());
    });

  /** To the moment of the next sleeper, once nothing else can run. */
  private advance(): void {
    this.sleepers.sort((a, b) => a.until - b.until);
    const next = this.sleepers.shift();
    if (!next) return;
    this.at = Math.max(this.at, next.until);
    next.wake();
  }
}

describe('open loop', () => {
  it('begins at the scheduled moments, whether or not earlier work is done', async () => {
    const time = new VirtualTime();
    const begun: number[] = [];
    await openLoop({ perSecond: 100, count: 5, ...time }, async () => {
      begun.push(time.at);
      await time.sleep(35);
    });
    expect(begun).toEqual([0, 10, 20, 30, 40]);
  });

  it('counts latency from the scheduled moment when the generator itself was held up', async () => {
    const time = new VirtualTime();
    const result = await openLoop({ perSecond: 100, count: 4, ...time }, async (index) => {
      if (index === 0) time.at += 25; // everything stands still: what was due meanwhile begins late
      await time.sleep(1);
    });
    expect([...result.latencies].sort((a, b) => a - b)).toEqual([1, 6, 16, 26]);
    expect(result.latestStartMs).toBe(15);
  });

  it('keeps failures apart and goes on', async () => {
    const time = new VirtualTime();
    const result = await openLoop({ perSecond: 1_000, count: 10, ...time }, async (index) => {
      await time.sleep(1);
      if (index % 2 === 0) throw new Error(`no ${index}`);
    });
    expect(result.latencies).toHaveLength(5);
    expect(result.failures.map((error) => (error as Error).message)).toContain('no 4');
  });

  it('bounds what waits: arrivals beyond it fail at once', async () => {
    const time = new VirtualTime();
    const result = await openLoop({ perSecond: 1_000, count: 10, mostWaiting: 3, ...time }, () => time.sleep(500));
    expect([result.latencies.length, result.failures.length]).toEqual([3, 7]);
  });
});
