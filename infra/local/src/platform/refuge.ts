import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './accounts.js';
import { canEnter } from './accounts.js';
import { HOME } from './paths.js';
import { SetupProblem } from './problem.js';

/** Where the refuge of a home would be. Not in /var/tmp, which systems empty after weeks, when there is a better place. */
export function refugeOf(home: string): string {
  return join(
    isWritable('/var/lib') ? '/var/lib' : '/var/tmp',
    `doorstep-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`,
  );
}

/** A folder of this checkout outside of it, for what an unprivileged account must reach when it cannot enter the checkout. */
export function refuge(): string {
  const folder = refugeOf(HOME);
  mkdirSync(folder, { recursive: true });
  const found = lstatSync(folder);
  // Anybody may write in /var/tmp: a folder or link that somebody else put there is not ours.
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new SetupProblem(`${folder} belongs to somebody else.`, [
      'Remove it, or move the checkout to another folder.',
    ]);
  chmodSync(folder, 0o711);
  return folder;
}

/** Where data for that account can lie: below `.doorstep` when it can enter it, otherwise in the refuge. */
export function homeFor(account: Account | undefined): string {
  mkdirSync(HOME, { recursive: true });
  return !account || canEnter(account, HOME) ? HOME : refuge();
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
