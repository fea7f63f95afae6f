import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from '../platform/managed-process.js';
import { freePort } from '../platform/ports.js';
import { runCommand } from '../platform/run-command.js';
import { untilReady } from '../platform/wait.js';
import { rememberAccounts, updateAccounts } from './accounts.js';
import { kafkaClient } from './client.js';
import { kafkaJars } from './jars.js';
import { javaArguments, javaOptions } from './java.js';
import { serverProperties } from './server-properties.js';
import type { BrokerAccount } from './broker-account.js';

export interface KafkaOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly controllerPort?: number;
  readonly logFile: string;
  /** SCRAM-SHA-512 accounts, the administrator (`admin`) first. Without any, the broker is open: for tests only. */
  readonly accounts?: readonly BrokerAccount[];
  readonly heapMb?: number;
  /** For tests: it lives for minutes. */
  readonly brief?: boolean;
  /** 16 random bytes in base64url. Made when missing. */
  readonly clusterId?: string;
  readonly onFetch?: () => void;
}

export interface RunningKafka {
  readonly port: number;
  readonly pid: number;
  readonly brokers: string;
  readonly process: ManagedProcess;
  stop(): Promise<void>;
}

/** Boots a real Apache Kafka (one KRaft node) on 127.0.0.1. */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const libs = await kafkaJars(options.onFetch);
  const taken = new Set<number>();
  const port = options.port ?? (await freePort(taken));
  const controllerPort = options.controllerPort ?? (await freePort(taken));
  const administrator = options.accounts?.[0];
  const properties = join(options.dataDir, 'server.properties');
  const logs = join(options.dataDir, 'log');
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  rmSync(properties, { force: true });
  writeFileSync(properties, serverProperties({ dataDir: logs, port, controllerPort, administrator }), { mode: 0o600 });
  await format(libs, properties, options);
  const server = ManagedProcess.start({
    name: 'Kafka',
    command: 'java',
    args: [...javaOptions(libs, { heapMb: options.heapMb ?? 384, brief: options.brief }), 'kafka.Kafka', properties],
    logFile: options.logFile,
  });
  const brokers = `127.0.0.1:${port}`;
  const stop = (): Promise<void> => server.stop(['SIGTERM', 20_000]);
  try {
    await untilReady(server, 90_000, () => ping(brokers, administrator));
    if (options.accounts) await updateAccounts({ ...options, libs, brokers, accounts: options.accounts });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: server.pid, brokers, process: server, stop };
}

/** A fresh node learns its identity and all its accounts here, so that there is never an open minute. */
async function format(libs: string, properties: string, options: KafkaOptions): Promise<void> {
  if (existsSync(join(options.dataDir, 'log', 'meta.properties'))) return;
  const accounts = options.accounts ?? [];
  const file = join(options.dataDir, 'format.arguments');
  const args = javaArguments(file, [
    ...javaOptions(libs, { heapMb: 256, brief: true }),
    'kafka.tools.StorageTool',
    // In one word: an id may begin with a dash, which the tool would take for an option.
    ...['format', `--cluster-id=${options.clusterId ?? randomBytes(16).toString('base64url')}`, '-c', properties],
    ...accounts.flatMap(({ name, password }) => ['--add-scram', `SCRAM-SHA-512=[name=${name},password=${password}]`]),
  ]);
  const { code, output } = await runCommand('java', args);
  rmSync(file, { force: true });
  if (code !== 0) throw new Error(`Kafka could not format its folder:\n${output}`);
  rememberAccounts(options.dataDir, accounts);
}

async function ping(brokers: string, account: BrokerAccount | undefined): Promise<void> {
  const admin = kafkaClient(brokers, account, 0).admin();
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    await admin.disconnect();
  }
}
