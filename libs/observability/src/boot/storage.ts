import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource, pendingMigrations } from '@doorstep/persistence';
import type { PlatformEnv } from '../config/platform-env.js';
import type { HealthChecks } from '../health/health-checks.js';
import type { Logger } from '../logging/logger.js';
import type { ServiceDefinition } from '../service-definition.js';

const TRIES = 30;
const PAUSE_MS = 500;

/** The service's connections, not yet opened. */
export function dataSourceOf(definition: ServiceDefinition, env: PlatformEnv): DataSource {
  return createDataSource({
    url: env.DATABASE_URL,
    records: [...definition.records],
    migrations: [...definition.migrations],
    poolSize: env.DATABASE_POOL,
    applicationName: definition.name,
  });
}

/** Opens the pool. A database that starts at the same time gets 15 seconds. */
export async function connect(dataSource: DataSource, logger: Logger): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      if (attempt === TRIES) throw error;
      if (attempt === 1) logger.warn({ err: error }, 'the database does not answer yet');
      await sleep(PAUSE_MS);
    }
  }
}

export function checkStorage(health: HealthChecks, dataSource: DataSource): void {
  health.add('database', async () => {
    await dataSource.query('SELECT 1');
    return { up: true };
  });
  health.add('migrations', async () => {
    const pending = await pendingMigrations(dataSource);
    return pending.length === 0 ? { up: true } : { up: false, detail: `pending: ${pending.join(', ')}` };
  });
}
