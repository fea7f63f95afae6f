import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../platform/run-command.js';
import type { BrokerAccount } from './broker-account.js';
import { javaArguments, javaOptions } from './java.js';

export interface AccountsInput {
  readonly dataDir: string;
  readonly libs: string;
  readonly brokers: string;
  readonly accounts: readonly BrokerAccount[];
}

/** Gives accounts that are new or have a new password to a running broker; the first is the administrator that may do so. */
export async function updateAccounts(input: AccountsInput): Promise<void> {
  const known = knownAccounts(input.dataDir);
  const changed = input.accounts.filter((account) => known[account.name] !== digestOf(account));
  for (const account of changed) await setPassword(input, account);
  if (changed.length > 0) rememberAccounts(input.dataDir, input.accounts);
}

export function rememberAccounts(dataDir: string, accounts: readonly BrokerAccount[]): void {
  const digests = Object.fromEntries(accounts.map((account) => [account.name, digestOf(account)]));
  writeFileSync(fileIn(dataDir), JSON.stringify(digests), { mode: 0o600 });
}

function knownAccounts(dataDir: string): Record<string, string> {
  const file = fileIn(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}

/** kafkajs cannot alter SCRAM accounts, so the broker's own tool does; it takes two seconds and happens once per new account. */
async function setPassword(input: AccountsInput, account: BrokerAccount): Promise<void> {
  const [administrator] = input.accounts as readonly [BrokerAccount];
  const login = join(input.dataDir, 'admin.properties');
  const file = join(input.dataDir, 'accounts.arguments');
  const module = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  writeFileSync(
    login,
    `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n` +
      `sasl.jaas.config=${module} required username="${administrator.name}" password="${administrator.password}";\n`,
    { mode: 0o600 },
  );
  const args = javaArguments(file, [
    ...javaOptions(input.libs, { heapMb: 256, brief: true }),
    'kafka.admin.ConfigCommand',
    ...['--bootstrap-server', input.brokers, '--command-config', login, '--alter'],
    ...['--entity-type', 'users', '--entity-name', account.name],
    ...['--add-config', `SCRAM-SHA-512=[password=${account.password}]`],
  ]);
  const { code, output } = await runCommand('java', args);
  rmSync(login, { force: true });
  rmSync(file, { force: true });
  if (code !== 0) throw new Error(`Kafka refused the account ${account.name}:\n${output}`);
}

function digestOf({ name, password }: BrokerAccount): string {
  return createHash('sha256').update(`${name}:${password}`).digest('hex');
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'accounts.json');
}
