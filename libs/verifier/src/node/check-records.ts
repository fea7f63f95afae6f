import { utf8 } from '../bytes.js';
import { readEntry } from '../entry.js';
import type { VerifierKey } from '../note.js';
import { NotVerifiedError } from '../platform.js';
import type { VerifiedRecord } from '../verify-record.js';
import { verifyEntry, verifyRecord } from '../verify-record.js';
import { nodePlatform } from './node-platform.js';
import { type HandedOut, handedOutIn } from './record-file.js';

/**
 * Every record of a file against the keys that are trusted, and nothing else. Answers what to say.
 * @throws NotVerifiedError naming the first bad one; also when none of them has a proof
 */
export async function checkRecords(path: string, keys: readonly VerifierKey[]): Promise<string> {
  const counts = { whole: 0, byEntry: 0, unproven: 0 };
  let last = '';
  for await (const handed of handedOutIn(path)) {
    const { number, fields } = handed;
    if (fields['proof'] === null) {
      counts.unproven++;
      continue;
    }
    try {
      last = say(handed, await check(fields, keys));
    } catch (error) {
      if (!(error instanceof NotVerifiedError) || number === undefined) throw error;
      throw new NotVerifiedError(`record ${number}: ${error.message}`);
    }
    counts[hasBytes(fields) ? 'whole' : 'byEntry']++;
    if (number === undefined) return `verified: ${last}`;
  }
  const { whole, byEntry, unproven } = counts;
  if (whole + byEntry === 0) throw new NotVerifiedError('there is no record with a proof: ask again in a few seconds');
  return `verified: ${whole} records with their bytes, ${byEntry} by their entry alone; ${unproven} have no proof yet; the last is ${last}`;
}

function check(fields: HandedOut['fields'], keys: readonly VerifierKey[]): Promise<VerifiedRecord> {
  if (fields['altered'] === true)
    throw new NotVerifiedError('it says of itself that its row was altered in the database');
  const [source, sequence, bytes, salt, proof, entry] = NAMES.map((name) => textOf(fields[name]));
  if (proof === undefined) throw new NotVerifiedError('it has no proof');
  if (hasBytes(fields)) {
    if (source === undefined || sequence === undefined || bytes === undefined || salt === undefined)
      throw new NotVerifiedError('source, sequence, bytes or salt are missing');
    return verifyRecord({ source, sequence, bytes, salt, proof }, keys, nodePlatform);
  }
  const read = entry === undefined ? undefined : readEntry(utf8(entry));
  if (entry === undefined || !read) throw new NotVerifiedError('it has neither bytes nor an entry of the log');
  if ((source ?? read.source) !== read.source || (sequence ?? read.sequence) !== read.sequence)
    throw new NotVerifiedError('the entry is not of this source and number');
  return verifyEntry(utf8(entry), proof, keys, nodePlatform);
}

const NAMES = ['source', 'sequence', 'bytes', 'salt', 'proof', 'entry'] as const;

function hasBytes(fields: HandedOut['fields']): boolean {
  return typeof fields['bytes'] === 'string';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function say({ fields }: HandedOut, { index, checkpoint }: VerifiedRecord): string {
  const { source, sequence } = hasBytes(fields)
    ? (fields as { source: string; sequence: string })
    : (readEntry(utf8(fields['entry'] as string)) as { source: string; sequence: string });
  const kind = hasBytes(fields) ? '' : ' (its entry alone)';
  return `number ${sequence} of ${source}${kind} is entry ${index} of ${checkpoint.origin} (${checkpoint.size})`;
}
