import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFiles } from '../log-files.js';
import { LONGEST_FILE } from '../log-files.js';
import { NotVerifiedError } from '../platform.js';

/** A copy of the log in a folder of the same layout. */
export class FolderFiles implements LogFiles {
  constructor(private readonly folder: string) {}

  async read(path: string): Promise<Uint8Array | undefined> {
    const file = join(this.folder, path);
    try {
      const found = await stat(file);
      if (found.isDirectory()) return undefined;
      // A pipe or a device may never end, whatever length it tells.
      if (!found.isFile()) throw new NotVerifiedError(`${path} is no plain file`);
      if (found.size > LONGEST_FILE) throw new NotVerifiedError(`${path} is longer than any file of a log`);
      return await readFile(file);
    } catch (error) {
      if (error instanceof NotVerifiedError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw new NotVerifiedError(`${path} cannot be read: ${code}`);
    }
  }
}
