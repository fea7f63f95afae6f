import { mkdirSync, statfsSync } from 'node:fs';
import { HOME } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';

const NEEDED_BYTES = 1024 ** 3;

/** @throws SetupProblem when less than 1 GiB is free where the data lie */
export function checkDisk(): void {
  mkdirSync(HOME, { recursive: true });
  const { bavail, bsize } = statfsSync(HOME);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new SetupProblem(
    `Only ${Math.floor(free / 1024 ** 2)} MB are free on the disk of ${HOME}; Doorstep needs 1 GB.`,
    ['Free some space, or set DOORSTEP_HOME to a folder on another disk.'],
  );
}
