import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerAccount } from '../kafka/broker-account.js';
import { HOME } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';

const MARK = join(HOME, 'existing-servers');

export interface ExistingServers {
  /** A user who may create databases and roles. */
  readonly databaseUrl: string | undefined;
  readonly kafka: { readonly brokers: string; readonly account: BrokerAccount | undefined } | undefined;
}

/** Servers that the environment names instead of the embedded ones; secrets may come from `*_FILE`. */
export function existingServers(env: NodeJS.ProcessEnv = process.env): ExistingServers {
  const brokers = valueOf(env, 'KAFKA_BROKERS');
  const name = valueOf(env, 'KAFKA_USERNAME');
  const password = valueOf(env, 'KAFKA_PASSWORD');
  if (brokers && Boolean(name) !== Boolean(password))
    throw new SetupProblem('KAFKA_USERNAME and KAFKA_PASSWORD belong together; only one of them is set.');
  return {
    databaseUrl: valueOf(env, 'DATABASE_URL'),
    kafka: brokers ? { brokers, account: name && password ? { name, password } : undefined } : undefined,
  };
}

/** Remembers that part of the data lies elsewhere: clearing only what lies here would tear them apart. */
export function rememberExisting({ databaseUrl, kafka }: ExistingServers): void {
  const names = [
    ...(databaseUrl ? ['the PostgreSQL of DATABASE_URL'] : []),
    ...(kafka ? ['the Kafka of KAFKA_BROKERS'] : []),
  ];
  if (names.length > 0) writeFileSync(MARK, names.join(' and '));
}

/** Which servers of the user hold data of this stack; undefined when none does. */
export function rememberedExisting(): string | undefined {
  return existsSync(MARK) ? readFileSync(MARK, 'utf8') : undefined;
}

function valueOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    throw new SetupProblem(`${name}_FILE names ${file}, which cannot be read.`);
  }
}
