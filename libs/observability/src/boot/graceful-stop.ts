import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningService } from './create-service.js';

/**
 * SIGTERM and SIGINT: not ready, a short drain so that callers look elsewhere, then HTTP, messaging and database close in this
 * order. Past the limit the process ends anyway: everything it was doing is safe to do again.
 */
export function stopOnSignals(service: RunningService): void {
  const { logger, env } = service.parts;
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('the stop took too long and is forced');
      process.exit(1);
    }, env.STOP_LIMIT_MS).unref();
    service.parts.health.startStopping();
    await sleep(env.STOP_DRAIN_MS);
    await service.close();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        logger.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      });
    });
  }
}
