import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Account } from '../platform/accounts.js';
import { databaseAccount } from '../platform/accounts.js';
import { ManagedProcess } from '../platform/managed-process.js';
import { freePort } from '../platform/ports.js';
import { SetupProblem } from '../platform/problem.js';
import { runCommand } from '../platform/run-command.js';
import { untilReady } from '../platform/wait.js';
import { postgresBinaries } from './binaries.js';

export interface PostgresOptions {
  /** Made when missing. As root it is given to the account that runs the server, which must be able to enter its parents: see `refugeFor`. */
  readonly dataDir: string;
  readonly port?: number;
  /** Off for tests only: a crash of the machine then loses the database. */
  readonly fsync: boolean;
  readonly logFile: string;
  /** Of the superuser `postgres`. Without one everybody on this machine may connect: for tests only. */
  readonly password?: string;
  /** Further settings of the server. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

export interface RunningPostgres {
  readonly port: number;
  readonly pid: number;
  /** Superuser URL. */
  readonly url: string;
  readonly process: ManagedProcess;
  stop(): Promise<void>;
}

/** Boots the bundled PostgreSQL 18 on 127.0.0.1. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = databaseAccount();
  const binaries = postgresBinaries(account);
  await initialise(binaries, account, options);
  const port = options.port ?? (await freePort());
  const server = ManagedProcess.start({
    name: 'PostgreSQL',
    command: join(binaries, 'bin', 'postgres'),
    args: ['-D', options.dataDir, ...settings(port, options)],
    // Its own collation rules and message language, whatever the caller's shell says.
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/',
    logFile: options.logFile,
    account,
  });
  const url = `postgres://postgres${options.password ? `:${options.password}` : ''}@127.0.0.1:${port}/postgres`;
  const stop = (): Promise<void> => server.stop(['SIGINT', 20_000], ['SIGQUIT', 5_000]);
  try {
    await untilReady(server, 60_000, () => ping(url));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: server.pid, url, process: server, stop };
}

async function initialise(binaries: string, account: Account | undefined, options: PostgresOptions): Promise<void> {
  const { dataDir, password } = options;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  // Beside its place and moved there when complete: a power cut in the middle leaves nothing that looks like a database.
  const newDir = `${dataDir}.new`;
  rmSync(newDir, { recursive: true, force: true });
  mkdirSync(newDir, { recursive: true, mode: 0o700 });
  const passwordFolder = mkdtempSync(join(tmpdir(), 'doorstep-initdb-'));
  const passwordFile = join(passwordFolder, 'password');
  if (password) writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account)
    for (const path of [newDir, passwordFolder, ...(password ? [passwordFile] : [])])
      chownSync(path, account.uid, account.gid);
  // The built-in C.UTF-8 sorts and folds alike on every machine; system locales do not.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust'];
  const sync = options.fsync ? [] : ['--no-sync'];
  const { code, output } = await runCommand(
    join(binaries, 'bin', 'initdb'),
    ['-D', newDir, '-U', 'postgres', ...locale, ...access, ...sync],
    { account, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } },
  );
  rmSync(passwordFolder, { recursive: true, force: true });
  if (code === 0) {
    rmSync(dataDir, { recursive: true, force: true });
    return renameSync(newDir, dataDir);
  }
  rmSync(newDir, { recursive: true, force: true });
  if (output.includes('could not look up effective user ID'))
    throw new SetupProblem(
      `PostgreSQL refuses to run for user number ${process.getuid?.() ?? ''}, which has no name on this machine.`,
      ['Give it one in /etc/passwd, run as another user, or set DATABASE_URL to a PostgreSQL that runs already.'],
    );
  throw new Error(`initdb failed:\n${output}`);
}

function settings(port: number, { fsync, settings: more }: PostgresOptions): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '256MB',
    jit: 'off',
    timezone: 'UTC',
    ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...more,
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function ping(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  await client.end();
}
