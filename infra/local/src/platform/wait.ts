import type { ManagedProcess } from './managed-process.js';

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Tries `check` until it stops throwing, the process ends, or the time is up.
 * @throws Error with the process's last words.
 */
export async function untilReady<T>(server: ManagedProcess, timeoutMs: number, check: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (!server.running) throw new Error(`${server.name} ended while starting:\n${server.lastWords()}`);
      if (performance.now() > deadline)
        throw new Error(
          `${server.name} is not ready after ${timeoutMs / 1000} s (${String(error)}):\n${server.lastWords()}`,
        );
      await pause(100);
    }
  }
}
