import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 60_000;

/** Looks again and again until it is so, for a minute at most. */
export async function patiently(what: string, check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(250);
  }
}
