import { AccessGuard, GATEWAY_ISSUER, INTERNAL_TOKEN_SECONDS, TokenVerifier } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { MessagingModule } from '@doorstep/messaging';
import { Idempotency, Transactions } from '@doorstep/persistence';
import type { DynamicModule, InjectionToken, Provider } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { HttpEnv } from '../config/platform-env.js';
import { HealthController } from '../health/health.controller.js';
import { HealthChecks } from '../health/health-checks.js';
import { AnswerInterceptor } from '../http/answer.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { Problems } from '../http/problems.js';
import { RouteIndex } from '../http/route-index.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { ListFileInterceptor } from '../lists/list-file.interceptor.js';
import type { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import type { ServiceDefinition } from '../service-definition.js';
import { DataSource } from 'typeorm';
import { ApiDocsController } from './api-docs.controller.js';
import { ApiDocuments } from './api-documents.js';
import type { Storage } from './storage.js';
import { CLOCK, ENV, LOGGER, SERVICE } from './tokens.js';

export interface PlatformParts {
  readonly definition: ServiceDefinition;
  readonly env: HttpEnv;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: HealthChecks;
  readonly routes: RouteIndex;
  readonly documents: ApiDocuments;
  /** Missing in a process without storage. */
  readonly storage?: Storage;
}

/** What every service has without asking: checked routes, problems, health, metrics, time, and the way to the database and Kafka. */
@Module({})
export class PlatformModule {
  static forService(parts: PlatformParts): DynamicModule {
    const { definition, env } = parts;
    const values = [
      { provide: SERVICE, useValue: definition },
      { provide: ENV, useValue: env },
      { provide: CLOCK, useValue: parts.clock },
      { provide: LOGGER, useValue: parts.logger },
      { provide: Metrics, useValue: parts.metrics },
      { provide: HealthChecks, useValue: parts.health },
      { provide: RouteIndex, useValue: parts.routes },
      { provide: ApiDocuments, useValue: parts.documents },
      { provide: TokenVerifier, useValue: verifierFor(definition, env) },
    ];
    const storage = parts.storage ? storageProviders(parts.storage) : [];
    return {
      module: PlatformModule,
      global: true,
      imports: parts.storage ? [MessagingModule.forService(parts.storage.messaging)] : [],
      controllers: [HealthController, ApiDocsController],
      providers: [
        ...values,
        ...storage,
        Problems,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: SchemaPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ListFileInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [Problems, ...values.map(({ provide }) => provide), ...storage.map(tokenOf)],
    };
  }
}

function storageProviders({ dataSource, transactions }: Storage): Provider[] {
  return [
    { provide: DataSource, useValue: dataSource },
    { provide: Transactions, useValue: transactions },
    Idempotency,
  ];
}

function tokenOf(provider: Provider): InjectionToken {
  return typeof provider === 'function' ? provider : provider.provide;
}

function verifierFor(definition: ServiceDefinition, env: HttpEnv): TokenVerifier {
  return new TokenVerifier({
    jwks: env.TOKEN_JWKS,
    issuer: definition.tokens?.issuer ?? GATEWAY_ISSUER,
    audience: definition.name,
    maxLifeSeconds: definition.tokens?.maxLifeSeconds ?? INTERNAL_TOKEN_SECONDS,
  });
}
