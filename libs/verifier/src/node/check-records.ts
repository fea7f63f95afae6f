import { sameBytes, utf8 } from '../bytes.js';
import { readEntry } from '../entry.js';
import type { VerifierKey } from '../note.js';
import { NotVerifiedError } from '../platform.js';
import type { VerifiedRecord } from '../verify-record.js';
import { verifyEntry, verifyRecord } from '../verify-record.js';
import { nodePlatform } from './node-platform.js';
import type { HandedOut } from './record-file.js';

export interface CheckedRecords {
  /** What to say. */
  readonly text: string;
  /** How many could not be checked, because nothing proves them yet. */
  readonly unproven: number;
  /** All of them. */
  readonly count: number;
}

/**
 * Every record against the keys that are trusted, and nothing else.
 * @param covered entries of a log that a checkpoint is known to cover; then there need be no record
 * @throws NotVerifiedError naming the first bad one; also when none of them has a proof, or one lacks it that must have it
 */
export async function checkRecords(
  records: AsyncIterable<HandedOut>,
  keys: readonly VerifierKey[],
  covered?: number,
): Promise<CheckedRecords> {
  const known = keys.map(remembering);
  const counts = { whole: 0, byEntry: 0, unproven: 0 };
  const young = new Young(covered);
  let last = 'none';
  for await (const handed of records) {
    const { number, fields } = handed;
    try {
      refuseAltered(fields);
      if (fields['proof'] === null) {
        counts.unproven++;
        young.note(handed);
        continue;
      }
      const verified = await check(fields, known);
      young.covered = Math.max(young.covered, verified.checkpoint.size);
      last = say(handed, verified);
    } catch (error) {
      if (!(error instanceof NotVerifiedError) || number === undefined) throw error;
      throw new NotVerifiedError(`record ${number}: ${error.message}`);
    }
    counts[hasBytes(fields) ? 'whole' : 'byEntry']++;
    if (number === undefined) return { text: `verified: ${last}`, unproven: 0, count: 1 };
  }
  const { whole, byEntry, unproven } = counts;
  if (whole + byEntry === 0 && covered === undefined)
    throw new NotVerifiedError('there is no record with a proof: ask again in a few seconds');
  young.refuseCovered();
  const text = `verified: ${whole} records with their bytes, ${byEntry} by their entry alone; ${unproven} have no proof yet; the last is ${last}`;
  return { text: unproven > 0 ? `INCOMPLETE, ${text}` : text, unproven, count: whole + byEntry + unproven };
}

/** Records without a proof: whoever alters one could take its proof away, so only those that no checkpoint covers may lack it. */
class Young {
  /** @param covered size of the largest checkpoint that proves another record of the file */
  constructor(public covered = 0) {}

  private first: { readonly leafIndex: number; readonly number: number | undefined } | undefined;

  note({ fields, number }: HandedOut): void {
    const leafIndex = leafIndexOf(fields);
    if (leafIndex !== undefined && leafIndex < (this.first?.leafIndex ?? Infinity)) this.first = { leafIndex, number };
  }

  refuseCovered(): void {
    if (!this.first || this.first.leafIndex >= this.covered) return;
    const { leafIndex, number } = this.first;
    throw new NotVerifiedError(
      `record ${number}: it has no proof, though a checkpoint of ${this.covered} entries covers its entry ${leafIndex}`,
    );
  }
}

function refuseAltered(fields: HandedOut['fields']): void {
  if (fields['altered'] === true)
    throw new NotVerifiedError('it says of itself that its row was altered in the database');
}

/** All proofs of a package lead to one checkpoint: its signature is checked once, not for each record. */
function remembering(key: VerifierKey): VerifierKey {
  let last: { readonly message: Uint8Array; readonly signature: Uint8Array; readonly holds: boolean } | undefined;
  return {
    ...key,
    verify: async (message, signature) => {
      if (last && sameBytes(last.message, message) && sameBytes(last.signature, signature)) return last.holds;
      last = { message, signature, holds: await key.verify(message, signature) };
      return last.holds;
    },
  };
}

async function check(fields: HandedOut['fields'], keys: readonly VerifierKey[]): Promise<VerifiedRecord> {
  const verified = await proven(fields, keys);
  const leafIndex = leafIndexOf(fields);
  if (leafIndex !== undefined && leafIndex !== verified.index)
    throw new NotVerifiedError(`it says that it is entry ${leafIndex}, and its proof is of entry ${verified.index}`);
  return verified;
}

function proven(fields: HandedOut['fields'], keys: readonly VerifierKey[]): Promise<VerifiedRecord> {
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

/** Undefined where none is told, as in lists for a repair. */
function leafIndexOf({ leafIndex }: HandedOut['fields']): number | undefined {
  if (leafIndex === undefined || leafIndex === null) return undefined;
  if (typeof leafIndex !== 'string' || !/^\d{1,15}$/.test(leafIndex))
    throw new NotVerifiedError('its leafIndex is no number');
  return Number(leafIndex);
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
