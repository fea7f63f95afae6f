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
      if ((await stat(file)).size > LONGEST_FILE)
        throw new NotVerifiedError(`${path} is longer than any file of a log`);
      return await readFile(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
      throw error;
    }
  }
}
