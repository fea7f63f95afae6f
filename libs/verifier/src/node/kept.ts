import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint, VerifierKey } from '../note.js';
import { openCheckpoint } from '../note.js';
import { NotVerifiedError } from '../platform.js';
import { UsageError } from './options.js';

/**
 * Checkpoints that were kept: one note, a file with many (an empty line between them), or a folder of such files. One that no trusted
 * key has signed proves nothing and is an error, not something to pass over.
 * @throws NotVerifiedError, UsageError when there is no such file
 */
export async function readKept(path: string, keys: readonly VerifierKey[]): Promise<Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  for (const file of await filesOf(path))
    for (const note of notesIn(await textIn(file))) checkpoints.push(await openCheckpoint(note, keys));
  if (checkpoints.length === 0) throw new NotVerifiedError(`${path} holds no checkpoint`);
  return checkpoints;
}

async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`--previous ${path} cannot be read`);
  if (!found.isDirectory()) return [path];
  const names = await readdir(path);
  return names.filter((name) => name === 'checkpoint' || name.endsWith('.checkpoints')).map((name) => join(path, name));
}

async function textIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--previous ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** A note has one empty line, before its signatures. A last one that was cut off by a crash is left out. */
export function notesIn(text: string): string[] {
  const notes: string[] = [];
  let lines: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const isSigned = lines.at(-1)?.startsWith('\u2014 ') === true;
    if (isSigned && !line.startsWith('\u2014 ')) {
      notes.push(`${lines.join('\n')}\n`);
      lines = [];
      if (line === '') continue;
    }
    lines.push(line);
  }
  if (lines.at(-1)?.startsWith('\u2014 ') === true) notes.push(`${lines.join('\n')}\n`);
  return notes;
}
