import type { Server } from 'node:http';
import type { Clock } from '@doorstep/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EnvSource } from '../config/load-env.js';
import type { HttpEnv } from '../config/platform-env.js';
import { startMetricsServer } from '../metrics/metrics-server.js';
import type { ServiceDefinition } from '../service-definition.js';
import { createApp, partsOf } from './create-app.js';
import type { PlatformParts } from './platform.module.js';
import { checkStorage, connect } from './storage.js';

export interface ServiceOptions {
  /** Opens the HTTP and metrics ports; without it the service is reached by `app.inject` only. */
  readonly listen?: boolean;
  readonly clock?: Clock;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly env: HttpEnv;
  readonly parts: PlatformParts;
  close(): Promise<void>;
}

/** Boots a service. Throws EnvironmentError, UnsafeRoutesError, or what its modules throw; nothing is left open then. */
export async function createService(
  definition: ServiceDefinition,
  source: EnvSource,
  options: ServiceOptions = {},
): Promise<RunningService> {
  const parts = partsOf(definition, source, options.clock);
  const app = await createApp(parts);
  let metricsServer: Server | undefined;
  const close = async (): Promise<void> => {
    await app.close();
    if (parts.storage?.dataSource.isInitialized === true) await parts.storage.dataSource.destroy();
    metricsServer?.close();
  };
  try {
    await openStorage(app, parts);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    if (options.listen === true) {
      parts.metrics.collectProcessMetrics();
      metricsServer = await startMetricsServer(parts.metrics, parts.env.HOST, parts.env.METRICS_PORT);
      await app.listen(parts.env.PORT, parts.env.HOST);
    }
    await startConsuming(app, parts, options.listen === true);
  } catch (error) {
    await close();
    throw error;
  }
  return { app, env: parts.env, parts, close };
}

async function openStorage(app: NestFastifyApplication, { storage, logger, health }: PlatformParts): Promise<void> {
  if (!storage) return;
  await connect(storage.dataSource, logger);
  checkStorage(health, storage);
  app.connectMicroservice({ strategy: storage.messaging.strategy });
}

/** Last, and in the background of a listening service: requests are served also while Kafka does not answer. */
async function startConsuming(app: NestFastifyApplication, { logger }: PlatformParts, listens: boolean): Promise<void> {
  const started = app.startAllMicroservices();
  if (!listens) await started;
  else started.catch((error: unknown) => logger.error({ err: error }, 'the consumer could not start'));
}
