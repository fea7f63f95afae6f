import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../platform/process-identity.js';
import { identityOf, isAlive } from '../platform/process-identity.js';

const NAME = /^run\.lock\.(\d{1,9})$/;
const NOBODY: ProcessIdentity = { pid: 0, started: '' };

/** Files of the lock; they hold no data. */
export function isLockFile(name: string): boolean {
  return name.startsWith('run.lock.');
}

/**
 * Who may run in a home. The holder is named in the lock file with the highest number. A dead holder's file is never removed by
 * who takes over, for two may do that at once and the second would remove the lock of the first; instead everybody tries to create the
 * next number, which only one can. Released locks stay as a file that names nobody, so that numbers never begin anew.
 */
export class RunLock {
  private constructor(
    private readonly folder: string,
    private readonly number: number,
  ) {}

  /** The lock, or the living process that has it. */
  static take(folder: string): RunLock | ProcessIdentity {
    mkdirSync(folder, { recursive: true });
    for (;;) {
      const highest = highestIn(folder);
      const holder = holderOf(folder, highest);
      if (isAlive(holder)) return holder;
      const lock = new RunLock(folder, highest + 1);
      if (lock.create()) return lock;
    }
  }

  release(): void {
    if (!existsSync(this.folder)) return;
    renameSync(this.write(NOBODY), this.file);
  }

  private get file(): string {
    return join(this.folder, `run.lock.${this.number}`);
  }

  /** False when somebody else was faster. */
  private create(): boolean {
    const whole = this.write(identityOf(process.pid));
    try {
      // Unlike opening a new file, a link is there with all its content or not at all.
      linkSync(whole, this.file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(whole, { force: true });
    }
    // While this process looked away others may have come, gone, and tidied up the number that it has just made.
    if (highestIn(this.folder) > this.number) {
      rmSync(this.file, { force: true });
      return false;
    }
    for (const number of numbersIn(this.folder))
      if (number < this.number) rmSync(join(this.folder, `run.lock.${number}`), { force: true });
    return true;
  }

  private write(holder: ProcessIdentity): string {
    const file = join(this.folder, `run.lock.by-${process.pid}`);
    writeFileSync(file, JSON.stringify(holder));
    return file;
  }
}

function highestIn(folder: string): number {
  return Math.max(0, ...numbersIn(folder));
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

/** Nobody when there is no such file any more: the next look finds a higher one. */
function holderOf(folder: string, number: number): ProcessIdentity {
  try {
    return JSON.parse(readFileSync(join(folder, `run.lock.${number}`), 'utf8')) as ProcessIdentity;
  } catch {
    return NOBODY;
  }
}
