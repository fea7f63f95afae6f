import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Clock } from '@doorstep/kernel';
import type { Messaging, MessagingOptions } from '@doorstep/messaging';
import { createMessaging, troublesOf } from '@doorstep/messaging';
import { createDataSource, pendingMigrations, Transactions } from '@doorstep/persistence';
import type { PlatformEnv } from '../config/platform-env.js';
import type { HealthChecks } from '../health/health-checks.js';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import type { ServiceDefinition } from '../service-definition.js';

const TRIES = 30;
const PAUSE_MS = 500;

export interface Storage {
  readonly dataSource: DataSource;
  readonly transactions: Transactions;
  readonly messaging: Messaging;
}

/** The service's ways to database and Kafka, not yet opened. */
export function storageOf(
  definition: ServiceDefinition,
  env: PlatformEnv,
  { clock, logger, metrics }: { clock: Clock; logger: Logger; metrics: Metrics },
): Storage {
  const dataSource = dataSourceOf(definition, env);
  const transactions = new Transactions(dataSource, definition.kinOf);
  const batchRecords = env.CONSUMER_BATCH_RECORDS ?? definition.batchRecords;
  const messaging = createMessaging({
    service: definition.name as MessagingOptions['service'],
    databaseUrl: env.DATABASE_URL,
    transactions,
    kafka: {
      brokers: env.KAFKA_BROKERS,
      topicPrefix: env.KAFKA_TOPIC_PREFIX,
      ...(env.KAFKA_USERNAME !== undefined && { username: env.KAFKA_USERNAME }),
      ...(env.KAFKA_PASSWORD !== undefined && { password: env.KAFKA_PASSWORD }),
    },
    logKeys: env.LOG_VKEY,
    ...(batchRecords !== undefined && { batchRecords }),
    ...(env.INSTANCE_NAME !== undefined && { instance: env.INSTANCE_NAME }),
    logger,
    registry: metrics.registry,
    clock,
  });
  return { dataSource, transactions, messaging };
}

function dataSourceOf(definition: ServiceDefinition, env: PlatformEnv): DataSource {
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

/** A service is ready when its database, migrations and messaging are; partitions that stand still are named. */
export function checkStorage(health: HealthChecks, { dataSource, messaging }: Storage): void {
  health.add('database', async () => {
    await dataSource.query('SELECT 1');
    return { up: true };
  });
  health.add('migrations', async () => {
    const pending = await pendingMigrations(dataSource);
    return pending.length === 0 ? { up: true } : { up: false, detail: `pending: ${pending.join(', ')}` };
  });
  health.add('kafka', () => {
    const troubles = troublesOf(messaging.status());
    return Promise.resolve(troubles.length === 0 ? { up: true } : { up: false, detail: troubles.join('; ') });
  });
}
