import type { Checkpoint, LogFiles, Platform, ProvenRecord, VerifierKey } from '@doorstep/verifier';
import {
  NotVerifiedError,
  openCheckpoint,
  readVerifierKey,
  verifyEntry,
  verifyGrowth,
  verifyRecord,
} from '@doorstep/verifier';

export interface Question {
  /** The key that the visitor trusts. */
  readonly key: string;
  /** A receipt, or one record with its bytes and salt, as JSON. */
  readonly given: string;
  /** A checkpoint that the visitor kept; empty for none. */
  readonly older: string;
  /** Public files of the log; undefined for a saved page. */
  readonly files: LogFiles | undefined;
}

export type Kept = 'none' | 'agrees' | 'unreachable';
/** Which sentence says why something was refused. */
export type Refusal = 'key' | 'form' | 'signer' | 'signature' | 'content' | 'history' | 'gone' | 'waiting';

export type Verdict =
  | {
      readonly verified: true;
      readonly records: number;
      /** Entries that no checkpoint covers yet. */
      readonly waiting: number;
      /** True when bytes and salt were there, so that the content itself is proven. */
      readonly withContent: boolean;
      readonly size: number;
      readonly kept: Kept;
    }
  | { readonly verified: false; readonly why: Refusal };

type Members = Readonly<Record<string, unknown>>;

interface Checked {
  readonly checkpoints: readonly Checkpoint[];
  readonly waiting: number;
  readonly withContent: boolean;
}

const LONGEST = 2_000_000;
const MOST_ENTRIES = 200;

/** Everything is computed here, from what was given and the key alone; nobody is asked. Never throws. */
export async function check({ key, given, older, files }: Question, platform: Platform): Promise<Verdict> {
  const trusted = readKey(key, platform);
  if (!trusted) return { verified: false, why: 'key' };
  try {
    const { checkpoints, waiting, withContent } = await checked(given, trusted, platform);
    const [shown] = checkpoints;
    if (!shown) return { verified: false, why: 'waiting' };
    const kept = await compared(older, shown, { files, keys: [trusted], platform });
    return { verified: true, records: checkpoints.length, waiting, withContent, size: shown.size, kept };
  } catch (error) {
    return { verified: false, why: refusalOf(error) };
  }
}

function readKey(key: string, platform: Platform): VerifierKey | undefined {
  try {
    return readVerifierKey(key.trim(), platform);
  } catch {
    return undefined;
  }
}

async function checked(given: string, key: VerifierKey, platform: Platform): Promise<Checked> {
  const document = documentIn(given);
  if (typeof document['bytes'] === 'string') {
    const { checkpoint } = await verifyRecord(recordIn(document), [key], platform);
    return { checkpoints: [checkpoint], waiting: 0, withContent: true };
  }
  const entries = document['entries'];
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST_ENTRIES) throw new FormError();
  const checkpoints: Checkpoint[] = [];
  let waiting = 0;
  for (const each of entries as Members[]) {
    if (each['proof'] === null) waiting += 1;
    else {
      const entry = new TextEncoder().encode(textIn(each, 'entry'));
      const { index, checkpoint } = await verifyEntry(entry, textIn(each, 'proof'), [key], platform);
      if (String(index) !== each['leafIndex']) throw new NotVerifiedError(`entry ${index} of the log is another one`);
      checkpoints.push(checkpoint);
    }
  }
  return { checkpoints, waiting, withContent: false };
}

async function compared(
  older: string,
  shown: Checkpoint,
  log: { readonly files: LogFiles | undefined; readonly keys: readonly VerifierKey[]; readonly platform: Platform },
): Promise<Kept> {
  if (older.trim() === '') return 'none';
  const kept = await openCheckpoint(`${older.trim()}\n`, log.keys);
  const nowhere: LogFiles = { read: () => Promise.reject(new UnreachableError()) };
  try {
    await verifyGrowth(kept, shown, { ...log, files: log.files ?? nowhere });
    return 'agrees';
  } catch (error) {
    if (error instanceof UnreachableError) return 'unreachable';
    throw error;
  }
}

function documentIn(given: string): Members {
  try {
    const document = JSON.parse(given.slice(0, LONGEST)) as unknown;
    if (typeof document === 'object' && document !== null) return document as Members;
  } catch {
    // said below
  }
  throw new FormError();
}

function recordIn(document: Members): ProvenRecord {
  if (document['proof'] === null) throw new NotVerifiedError('no checkpoint covers it yet');
  const [source, sequence, bytes, salt, proof] = ['source', 'sequence', 'bytes', 'salt', 'proof'].map((name) =>
    textIn(document, name),
  ) as [string, string, string, string, string];
  return { source, sequence, bytes, salt, proof };
}

function textIn(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== 'string') throw new FormError();
  return value;
}

function refusalOf(error: unknown): Refusal {
  const said = error instanceof NotVerifiedError ? error.message : '';
  const known: readonly (readonly [RegExp, Refusal])[] = [
    [/covers it yet/, 'waiting'],
    [/^no key that is trusted/, 'signer'],
    [/signature of/, 'signature'],
    [/is another one$|not of this source/, 'content'],
    [/another history|another log/, 'history'],
    [/gone$/, 'gone'],
  ];
  return known.find(([words]) => words.test(said))?.[1] ?? 'form';
}

class FormError extends Error {}
/** The public files cannot be read from here: nothing is wrong, and nothing is proven either. */
export class UnreachableError extends Error {}
