import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

let names = 0;

/**
 * Writes a file that is whole or not there, also after a power cut: under a name of its own first, on the disk, then renamed. The
 * folder must be synced as well before the new name is sure to last.
 */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const temporary = `${path}.${process.pid}-${names++}.new`;
  const file = await openNew(temporary);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** Nearly always the folder is there. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w', 0o644);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'w', 0o644);
  }
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Undefined when there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
