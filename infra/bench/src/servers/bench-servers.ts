import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { databaseAccount, HOME, homeFor, startKafka, startPostgres } from '@doorstep/local-stack';
import type { RunningKafka, RunningPostgres } from '@doorstep/local-stack';
import pg from 'pg';
import type { Servers } from '../harness/lab.js';
import { median } from '../harness/statistics.js';

const WRITES = 60;
const PAGE_BYTES = 8_192;

/** One PostgreSQL that really writes to disk and one Kafka, on free ports, in folders that go away with them. */
export class BenchServers implements Servers {
  private constructor(
    private readonly folders: readonly string[],
    private readonly postgres: RunningPostgres,
    private readonly kafka: RunningKafka,
  ) {}

  static async start(): Promise<BenchServers> {
    const folder = join(HOME, 'bench/servers');
    // As root the database runs as an account that may not be able to enter the checkout.
    const dataFolder = join(homeFor(databaseAccount()), 'bench/data');
    const folders = [folder, dataFolder];
    for (const each of folders) rmSync(each, { recursive: true, force: true });
    for (const each of folders) mkdirSync(each, { recursive: true });
    const logFile = (name: string): string => join(folder, `${name}.log`);
    const dataDir = join(dataFolder, 'postgres');
    // With commit times a decision is dated by the server itself, without anybody asking for it all the time.
    const settings = { track_commit_timestamp: 'on', max_wal_size: '4GB', maintenance_work_mem: '512MB' };
    const postgres = await startPostgres({ dataDir, fsync: true, logFile: logFile('postgres'), settings });
    try {
      const kafka = await startKafka({ dataDir: join(folder, 'kafka'), logFile: logFile('kafka'), heapMb: 512 });
      return new BenchServers(folders, postgres, kafka);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  get postgresUrl(): string {
    return this.postgres.url;
  }

  get brokers(): string {
    return this.kafka.brokers;
  }

  get pids(): Record<string, number> {
    return { postgres: this.postgres.pid, kafka: this.kafka.pid };
  }

  /** What must be known to read the figures, as the server itself says it. */
  async settings(): Promise<Record<string, string>> {
    const client = new pg.Client({ connectionString: this.postgresUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string; setting: string }>(
        `SELECT name, setting FROM pg_settings WHERE name IN
          ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'server_version')`,
      );
      return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    } finally {
      await client.end();
    }
  }

  /** Median of a small write with fdatasync beside the data, in milliseconds: near zero means that no disk is behind it. */
  flushMs(): number {
    const file = join(this.folders[1] as string, 'flush-probe');
    const page = Buffer.alloc(PAGE_BYTES, 1);
    const opened = openSync(file, 'w');
    const times = Array.from({ length: WRITES }, () => {
      const started = performance.now();
      writeSync(opened, page);
      fdatasyncSync(opened);
      return performance.now() - started;
    });
    closeSync(opened);
    rmSync(file);
    return median(times);
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.kafka.stop()]);
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}
