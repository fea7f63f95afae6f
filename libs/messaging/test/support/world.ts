import {
  createMessaging,
  type Messaging,
  type MessagingLogger,
  type MessagingOptions,
  type OperatedService,
} from '@doorstep/messaging';
import { createDataSource, Transactions } from '@doorstep/persistence';
import {
  createTestDatabase,
  createTestTopics,
  testEnvironment,
  type TestDatabase,
  type TestTopics,
} from '@doorstep/testing';
import pg from 'pg';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { testLog } from './test-log.js';
import { TestTables1790000000001 } from './test-tables.js';

export interface StartOptions extends Partial<Omit<MessagingOptions, 'service'>> {
  readonly service?: OperatedService;
  readonly database: TestDatabase;
  readonly consumers?: readonly object[];
  readonly relay?: boolean;
  readonly pool?: number;
  /** A faulty way to transactions. */
  readonly transactionsOf?: (dataSource: DataSource) => Transactions;
  readonly brokers?: readonly string[];
  /** Default: as the service names its sessions. */
  readonly applicationName?: string;
}

export interface TestMessaging {
  readonly messaging: Messaging;
  readonly transactions: Transactions;
  readonly registry: Registry;
  readonly log: LogLine[];
  close(): Promise<void>;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** One test's databases and topics, on the servers of the run. */
export class World {
  private readonly closers: (() => Promise<void>)[] = [];

  private constructor(readonly topics: TestTopics) {}

  static async create(): Promise<World> {
    const world = new World(await createTestTopics());
    world.closers.push(() => world.topics.drop());
    return world;
  }

  async database(service: OperatedService = 'meal-orders'): Promise<TestDatabase> {
    const database = await createTestDatabase({ name: service, migrations: [TestTables1790000000001] });
    this.closers.push(() => database.drop());
    return database;
  }

  async start(options: StartOptions): Promise<TestMessaging> {
    const started = await startMessaging(this.topics.prefix, options);
    this.closers.push(started.close);
    return started;
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
  }
}

/** Messaging as a service has it, on the given database and topics. */
export async function startMessaging(prefix: string, options: StartOptions): Promise<TestMessaging> {
  const { database, consumers = [], relay = true, pool = 8, service = 'meal-orders', ...rest } = options;
  const { applicationName = service } = options;
  const dataSource = createDataSource({ url: database.appUrl, records: [], poolSize: pool, applicationName });
  await dataSource.initialize();
  const transactions = rest.transactionsOf?.(dataSource) ?? new Transactions(dataSource);
  const [registry, log] = [new Registry(), [] as LogLine[]];
  const messaging = createMessaging({
    service,
    databaseUrl: database.appUrl,
    transactions,
    kafka: { brokers: rest.brokers ?? testEnvironment().kafkaBrokers, topicPrefix: prefix },
    logger: loggerInto(log),
    registry,
    logKeys: [testLog.vkey],
    ...rest,
  });
  messaging.use(consumers);
  if (relay) messaging.startRelay();
  await messaging.startConsuming();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= messaging.close().then(() => dataSource.destroy()));
  return { messaging, transactions, registry, log, close };
}

export function loggerInto(log: LogLine[]): MessagingLogger {
  const at = (level: string) => (fields: object, message: string) => {
    const line = { level, message, fields: fields as Record<string, unknown> };
    log.push(line);
    if (process.env['DOORSTEP_TEST_LOG']) console.log(level, message, JSON.stringify(fields), errorOf(fields));
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function errorOf(fields: object): unknown {
  return 'err' in fields ? fields.err : '';
}

/** SQL as the owner, on a connection of its own, behind the back of the code under test. */
export async function asOwner<Row extends object>(
  database: TestDatabase,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
