import { randomBytes } from 'node:crypto';
import { ALL_TOPICS } from '@doorstep/contracts';
import type { ServiceName, Topic } from '@doorstep/contracts';
import { topicPlan, kafkaClient, provisionDatabases, provisionTopics } from '@doorstep/local-stack';
import type { DatabaseUrls } from '@doorstep/local-stack';
import { migrate } from '@doorstep/persistence';
import type { ClassList } from '@doorstep/persistence';
import type { Admin, Kafka } from 'kafkajs';
import pg from 'pg';
import { CpuMeter } from './cpu-meter.js';
import { Stopwatch } from './stopwatch.js';

export interface Servers {
  /** Superuser URL. */
  readonly postgresUrl: string;
  readonly brokers: string;
  /** Process ids, where this program started them. */
  readonly pids?: Readonly<Record<string, number>>;
}

export interface LabOptions {
  readonly servers: Servers;
  readonly quick: boolean;
  readonly large?: boolean;
  readonly say: (line: string) => void;
}

const PASSWORD = 'bench';

/** What a row works with: servers, databases and topics of its own, and a list of what is to be closed after it. */
export class Lab {
  readonly quick: boolean;
  readonly large: boolean;
  readonly say: (line: string) => void;
  readonly servers: Servers;
  readonly meter = new CpuMeter();
  /** Two benches on the same servers do not meet. */
  private readonly token = `b${randomBytes(3).toString('hex')}`;
  private readonly closers: (() => Promise<unknown>)[] = [];

  constructor(options: LabOptions) {
    this.quick = options.quick;
    this.large = options.large ?? false;
    this.say = options.say;
    this.servers = options.servers;
    for (const [name, pid] of Object.entries(options.servers.pids ?? {})) this.meter.add(pid, name);
  }

  startWatch(): Stopwatch {
    return new Stopwatch(this.meter);
  }

  /** The full size, the one of a smoke test, or what `--large` asks for. */
  size(full: number, quick: number, large = full): number {
    if (this.large) return large;
    return this.quick ? quick : full;
  }

  /** A fresh, migrated database with the two roles that a service has. `wish` is unlike any other of this row. */
  async database(wish: string, migrations: ClassList): Promise<DatabaseUrls> {
    const name = `${this.token}_${wish}`;
    const access = { service: name, ownerPassword: PASSWORD, appPassword: PASSWORD };
    const { postgresUrl } = this.servers;
    const urls = (await provisionDatabases(postgresUrl, [access])).get(name) as DatabaseUrls;
    const database = name.replaceAll('-', '_');
    this.onClose(() => onServer(postgresUrl, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`));
    await migrate({ url: urls.ownerUrl, migrations, appRole: `${database}_app` });
    return urls;
  }

  /** A copy of a database that nobody is connected to, under the same roles. */
  async databaseLike(template: DatabaseUrls, suffix: string): Promise<DatabaseUrls> {
    const from = new URL(template.ownerUrl).pathname.slice(1);
    const name = `${from}_${suffix}`;
    const { postgresUrl } = this.servers;
    await onServer(postgresUrl, `CREATE DATABASE "${name}" TEMPLATE "${from}"`);
    this.onClose(() => onServer(postgresUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    return {
      ...template,
      ownerUrl: withDatabase(template.ownerUrl, name),
      appUrl: withDatabase(template.appUrl, name),
    };
  }

  /** Topics of the system once more, under a prefix of their own, which is answered. Of an owner: only its own. */
  async topics(wish: string, owner?: ServiceName): Promise<string> {
    const prefix = `${this.token}.${wish}.`;
    const owned = new Set(ALL_TOPICS.filter((topic) => owner === undefined || topic.owner === owner).map(nameOf));
    const topics = topicPlan()
      .topics.filter(({ name }) => owned.has(name))
      .map((topic) => ({ ...topic, name: prefix + topic.name }));
    const plan = { topics, access: [] };
    await provisionTopics({ brokers: this.servers.brokers, account: undefined, plan, replicas: 1, withAccess: false });
    const admin = this.kafka().admin();
    await admin.connect();
    for (const { name } of topics) await untilReadable(admin, name);
    this.onClose(async () => {
      await admin.deleteTopics({ topics: topics.map(({ name }) => name) });
      await admin.disconnect();
    });
    return prefix;
  }

  kafka(): Kafka {
    return kafkaClient(this.servers.brokers, undefined);
  }

  /** As the owner of a database, beside everything under test. */
  async ownerPool(urls: DatabaseUrls, max = 2): Promise<pg.Pool> {
    const pool = new pg.Pool({ connectionString: urls.ownerUrl, max, application_name: 'doorstep-bench' });
    pool.on('error', () => undefined);
    this.onClose(() => pool.end());
    return Promise.resolve(pool);
  }

  onClose(close: () => Promise<unknown>): void {
    this.closers.push(close);
  }

  /** Undoes everything in reverse order; what cannot be closed is said and does not keep the rest. */
  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse())
      await close().catch((error: unknown) => this.say(`  not closed: ${String(error)}`));
  }
}

function nameOf({ name }: Topic): string {
  return name;
}

function withDatabase(url: string, database: string): string {
  const moved = new URL(url);
  moved.pathname = `/${database}`;
  return moved.href;
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A broker names a leader of a new topic some moments before it acts as one. */
async function untilReadable(admin: Admin, topic: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
