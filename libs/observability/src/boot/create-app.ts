import type { Clock } from '@doorstep/kernel';
import { systemClock } from '@doorstep/kernel';
import type { Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import type { EnvSource } from '../config/load-env.js';
import { loadEnv } from '../config/load-env.js';
import { HttpEnv, PlatformEnv } from '../config/platform-env.js';
import { HealthChecks } from '../health/health-checks.js';
import { createAdapter } from '../http/create-adapter.js';
import { RouteIndex } from '../http/route-index.js';
import { createLogger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { Metrics } from '../metrics/metrics.js';
import type { ServiceDefinition } from '../service-definition.js';
import { ApiDocuments } from './api-documents.js';
import { checkRoutes } from './check-routes.js';
import type { PlatformParts } from './platform.module.js';
import { PlatformModule } from './platform.module.js';
import { storageOf } from './storage.js';

class RootModule {}

/** Reads the environment (throws EnvironmentError) and makes what outlives Nest's container. */
export function partsOf(definition: ServiceDefinition, source: EnvSource, clock?: Clock): PlatformParts {
  const env = loadEnv(envSchemaOf(definition), source) as HttpEnv;
  const means = {
    clock: clock ?? clockOf(env.CLOCK_OFFSET_MS),
    logger: createLogger(definition.name, env.LOG_LEVEL),
    metrics: new Metrics(definition.name),
  };
  return {
    ...means,
    definition,
    env,
    health: new HealthChecks(),
    routes: new RouteIndex(),
    documents: new ApiDocuments(definition),
    ...(definition.storage !== 'none' && { storage: storageOf(definition, env as PlatformEnv, means) }),
  };
}

function clockOf(offsetMs: number): Clock {
  return offsetMs === 0 ? systemClock : { now: () => new Date(Date.now() + offsetMs) };
}

/** Every variable that the service reads: the platform's and its own. */
export function envSchemaOf(definition: ServiceDefinition): z.ZodObject {
  const platform: z.ZodObject = definition.storage === 'none' ? HttpEnv : PlatformEnv;
  return definition.env ? platform.extend(definition.env.shape) : platform;
}

/** The application with its routes checked, not yet initialised. Throws UnsafeRoutesError; nothing is left open then. */
export async function createApp(
  parts: PlatformParts,
  { preview = false }: { preview?: boolean } = {},
): Promise<NestFastifyApplication> {
  const root = { module: RootModule, imports: [PlatformModule.forService(parts), parts.definition.module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, createAdapter(parts), {
    logger: new NestLogger(parts.logger),
    abortOnError: false,
    bodyParser: false,
    preview,
  });
  try {
    checkRoutes(controllersOf(app));
  } catch (error) {
    await app.close();
    throw error;
  }
  parts.documents.describe(app);
  return app;
}

function controllersOf(app: NestFastifyApplication): Type[] {
  const modules = [...app.get(ModulesContainer).values()];
  return modules.flatMap((module) => [...module.controllers.values()].map((wrapper) => wrapper.metatype as Type));
}
