import { setTimeout as pause } from 'node:timers/promises';

export interface OpenLoopOptions {
  readonly perSecond: number;
  readonly count: number;
  /** Work that is not done yet, at most; beyond it arrivals count as failed instead of eating the memory. */
  readonly mostWaiting?: number;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export interface OpenLoopResult {
  /** Milliseconds from the moment at which each was due to begin, in the order in which they ended. */
  readonly latencies: readonly number[];
  readonly failures: readonly unknown[];
  /** The largest delay with which the generator itself began something. */
  readonly latestStartMs: number;
}

/**
 * Arrivals at a fixed rate, whether or not earlier ones are done. Latency counts from the scheduled moment, so a stall shows in all
 * that had to arrive during it and not only in the one that met it (coordinated omission).
 */
export async function openLoop(
  options: OpenLoopOptions,
  work: (index: number, scheduledAt: number) => Promise<unknown>,
): Promise<OpenLoopResult> {
  const { perSecond, count, mostWaiting = 20_000, now = () => performance.now(), sleep = pause } = options;
  const latencies: number[] = [];
  const failures: unknown[] = [];
  const running = new Set<Promise<unknown>>();
  let latestStartMs = 0;
  const begin = (index: number, scheduledAt: number): void => {
    latestStartMs = Math.max(latestStartMs, now() - scheduledAt);
    if (running.size >= mostWaiting) return void failures.push(new Error('too much work is waiting'));
    const one: Promise<unknown> = work(index, scheduledAt)
      .then(
        () => latencies.push(now() - scheduledAt),
        (error: unknown) => failures.push(error),
      )
      .finally(() => running.delete(one));
    running.add(one);
  };
  const start = now();
  for (let index = 0; index < count;) {
    const due = start + (index * 1_000) / perSecond;
    const early = due - now();
    if (early > 0) await sleep(early);
    else begin(index++, due);
  }
  await Promise.all(running);
  return { latencies, failures, latestStartMs };
}
