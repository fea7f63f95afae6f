import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { HOME } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';

const NEEDED_BYTES = 1024 ** 3;

/** @throws SetupProblem when the data have no place, or less than 1 GiB of it is free */
export function checkDisk(): void {
  const { bavail, bsize } = diskOf(HOME);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new SetupProblem(
    `Only ${Math.floor(free / 1024 ** 2)} MB are free on the disk of ${HOME}; Doorstep needs 1 GB.`,
    ['Free some space, or set DOORSTEP_HOME to a folder on another disk.'],
  );
}

export function diskOf(home: string): { readonly bavail: number; readonly bsize: number } {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
    return statfsSync(home);
  } catch (error) {
    throw new SetupProblem(`The data have no place in ${home}: ${(error as Error).message}.`, [
      'Set DOORSTEP_HOME to a folder that the user who starts Doorstep may write into.',
    ]);
  }
}
