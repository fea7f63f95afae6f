import type { Actor } from '@doorstep/auth';
import type { ServiceName } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { systemClock } from '@doorstep/kernel';
import type { RunningService, ServiceDefinition } from '@doorstep/observability';
import { testEnvironment } from './environment.js';
import { EventFeed } from './event-feed.js';
import { EventProbe } from './event-probe.js';
import type { TestDatabase } from './test-database.js';
import { createTestDatabase } from './test-database.js';
import type { TestTopics } from './test-topics.js';
import { createTestTopics } from './test-topics.js';
import { testJwks, tokenFor } from './token-for.js';

type App = RunningService['app'];
type InjectedResponse = Awaited<ReturnType<App['inject']>>;

export interface TestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly payload?: object | string | Buffer;
  readonly headers?: Record<string, string>;
  /** Who asks; unnamed parts come from an administrator who sees everything. `null` sends no token. */
  readonly as?: Partial<Actor> | null;
}

export interface TestServiceOptions {
  readonly clock?: Clock;
  /** Topics shared with other services of the same test; they are not dropped on close. */
  readonly topics?: Pick<TestTopics, 'prefix'>;
  /** A database that outlives this service, for restarts; it is not dropped on close. */
  readonly database?: TestDatabase;
  readonly env?: Record<string, string>;
}

export interface TestService {
  readonly app: App;
  readonly topics: Pick<TestTopics, 'prefix'>;
  readonly database: TestDatabase;
  inject(request: TestRequest): Promise<InjectedResponse>;
  readonly publish: EventFeed['publish'];
  readonly publishRaw: EventFeed['publishRaw'];
  readonly publishManyRaw: EventFeed['publishManyRaw'];
  readonly events: EventProbe['events'];
  close(): Promise<void>;
}

const ADMINISTRATOR: Actor = { kind: 'staff', subject: 'admin-1', roles: ['administrator'], scope: { all: true } };

/** The whole service on the real PostgreSQL and Kafka of the run, in this process, without a listening port. */
export async function startTestService(
  definition: ServiceDefinition,
  options: TestServiceOptions = {},
): Promise<TestService> {
  const ownDatabase = options.database ? undefined : await createTestDatabase(definition);
  const ownTopics = options.topics ? undefined : await createTestTopics(definition.name);
  const database = (options.database ?? ownDatabase) as TestDatabase;
  const topics = (options.topics ?? ownTopics) as Pick<TestTopics, 'prefix'>;
  const clock = options.clock ?? systemClock;
  const env = { ...environmentFor(database, topics), ...options.env };
  // Only now: tests that need no service should not have to load all of Nest.
  const { createService } = await import('@doorstep/observability');
  const service = await createService(definition, env, { clock });
  const feed = new EventFeed(topics.prefix, clock);
  const probe = new EventProbe(definition.name, topics.prefix);
  return {
    app: service.app,
    topics,
    database,
    inject: (request) => inject(service.app, definition.name, request),
    publish: feed.publish.bind(feed),
    publishRaw: feed.publishRaw.bind(feed),
    publishManyRaw: feed.publishManyRaw.bind(feed),
    events: probe.events.bind(probe),
    close: async () => {
      await service.close();
      await Promise.all([feed.close(), probe.close()]);
      await Promise.all([ownDatabase?.drop(), ownTopics?.drop()]);
    },
  };
}

function environmentFor(database: TestDatabase, topics: Pick<TestTopics, 'prefix'>): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: database.appUrl,
    DATABASE_POOL: '6',
    KAFKA_BROKERS: testEnvironment().kafkaBrokers.join(','),
    KAFKA_TOPIC_PREFIX: topics.prefix,
    TOKEN_JWKS: testJwks(),
    LOG_LEVEL: 'fatal',
  };
}

async function inject(app: App, service: ServiceName, request: TestRequest): Promise<InjectedResponse> {
  const { as, headers, ...rest } = request;
  const token = as === null ? {} : { authorization: `Bearer ${tokenFor(service, { ...ADMINISTRATOR, ...as })}` };
  return app.inject({ ...rest, headers: { ...token, ...headers } });
}
