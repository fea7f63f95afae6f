import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningKafka } from '../kafka/broker.js';
import { startKafka } from '../kafka/broker.js';
import { temporaryFolder } from '../platform/temporary-folder.js';
import type { RunningPostgres } from '../postgres/server.js';
import { startPostgres } from '../postgres/server.js';

/** One PostgreSQL and one Kafka for a whole test run, on free ports, in a folder that goes away with them. */
export class TestServers {
  private constructor(
    private readonly folder: string,
    private readonly postgres: RunningPostgres,
    private readonly kafka: RunningKafka,
  ) {}

  static async start(): Promise<TestServers> {
    const folder = temporaryFolder();
    const logFile = (name: string): string => join(folder, `${name}.log`);
    const [postgres, kafka] = await Promise.all([
      // Nobody needs these data after a power cut.
      startPostgres({ dataDir: join(folder, 'postgres'), fsync: false, logFile: logFile('postgres') }),
      startKafka({ dataDir: join(folder, 'kafka'), logFile: logFile('kafka'), heapMb: 512, brief: true }),
    ]);
    return new TestServers(folder, postgres, kafka);
  }

  get env(): Record<string, string> {
    return {
      DOORSTEP_TEST_POSTGRES_URL: this.postgres.url,
      DOORSTEP_TEST_KAFKA_BROKERS: this.kafka.brokers,
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.kafka.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
