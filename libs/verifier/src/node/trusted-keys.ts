import { existsSync, readFileSync } from 'node:fs';
import { textOf } from '../bytes.js';
import type { LogFiles } from '../log-files.js';
import type { VerifierKey } from '../note.js';
import { openNote, readVerifierKey } from '../note.js';
import { NotVerifiedError } from '../platform.js';
import { nodePlatform } from './node-platform.js';
import { UsageError } from './options.js';

/** A key and the sizes of the log that it speaks for. */
export interface RangedKey extends VerifierKey {
  readonly lastSize: number;
}

/** Each a key, or a file with one a line. @throws NotVerifiedError, UsageError when there is such a file and it cannot be read */
export function keysFrom(given: readonly string[]): VerifierKey[] {
  const lines = given.flatMap((key) => (existsSync(key) ? linesOf(key) : [key]));
  return lines.filter((line) => line.trim() !== '').map((line) => readVerifierKey(line.trim(), nodePlatform));
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw new UsageError(`--key ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** The key that the log shows for itself: good for a first look, worth nothing against its owner. */
export async function keyOfLog(files: LogFiles): Promise<VerifierKey> {
  const vkey = textOf((await files.read('vkey')) ?? new Uint8Array(0))?.trim();
  if (!vkey) throw new NotVerifiedError('the log shows no verifier key: give it with --key');
  return readVerifierKey(vkey, nodePlatform);
}

/**
 * Keys of earlier times, as the log lists them under the signature of a trusted key. Each speaks only for the sizes of its time:
 * who has stolen a retired key cannot sign anything new.
 */
export async function formerKeys(files: LogFiles, trusted: readonly VerifierKey[]): Promise<RangedKey[]> {
  const note = textOf((await files.read('keys')) ?? new Uint8Array(0));
  if (!note) return [];
  const { text } = await openNote(note, trusted);
  const [origin, kind, ...lines] = text.trimEnd().split('\n');
  if (kind !== 'keys') throw new NotVerifiedError('the list of keys is no list of keys');
  return lines.flatMap((line) => {
    const match = /^(\d{1,16}) (\d{1,16}) (\S+)$/.exec(line);
    if (!match) return []; // in use: no range has ended
    const key = readVerifierKey(match[3] as string, nodePlatform);
    return key.name === origin ? [{ ...key, lastSize: Number(match[2]) }] : [];
  });
}
