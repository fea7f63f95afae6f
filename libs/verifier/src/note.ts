import { fromBase64, joinBytes, sameBytes, toHex, utf8 } from './bytes.js';
import { HASH_BYTES } from './merkle.js';
import type { Platform } from './platform.js';
import { NotVerifiedError } from './platform.js';

const ED25519 = 1;
const KEY_BYTES = 32;
const ID_BYTES = 4;
/** Room for 16 signatures of witnesses, those that withstand quantum computers included (C2SP signed-note). */
const LONGEST_NOTE = 200_000;

/** A key that notes are checked with. The range says for which sizes of the log it speaks. */
export interface VerifierKey {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  readonly verify: (message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;
  readonly vkey: string;
}

/** Reads `name+id+base64(1 || key)`. The base64 may hold a plus, so only the first two divide. */
export function readVerifierKey(vkey: string, platform: Platform): VerifierKey {
  const match = /^([^\s+]{1,200})\+([0-9a-f]{8})\+(.{44})$/.exec(vkey);
  const material = match ? fromBase64(match[3] as string) : undefined;
  if (!match || material?.length !== 1 + KEY_BYTES || material[0] !== ED25519)
    throw new NotVerifiedError('this is no Ed25519 verifier key');
  const [, name = '', id = ''] = match;
  const digest = platform.sha256(joinBytes(utf8(`${name}\n`), material));
  if (toHex(digest.subarray(0, ID_BYTES)) !== id)
    throw new NotVerifiedError('the id of the verifier key does not fit it');
  return { name, id, vkey, verify: platform.ed25519(material.subarray(1)) };
}

/** Control characters but the newline have no place in a note. */
const CONTROL = /[\0-\x09\x0b-\x1f]/;

/** The signed text of a note and the keys that signed it. @throws NotVerifiedError when none did, or one falsely */
export async function openNote(
  note: string,
  keys: readonly VerifierKey[],
): Promise<{ readonly text: string; readonly signers: readonly VerifierKey[] }> {
  if (note.length > LONGEST_NOTE) throw new NotVerifiedError(`a note of more than ${LONGEST_NOTE} characters`);
  if (CONTROL.test(note)) throw new NotVerifiedError('this is no signed note: it has control characters');
  const cut = note.endsWith('\n') ? note.lastIndexOf('\n\n') : -1;
  if (cut < 0)
    throw new NotVerifiedError(
      'this is no signed note: it has no empty line before signatures, or no newline at its end',
    );
  const text = note.slice(0, cut + 1);
  const message = utf8(text);
  const signers: VerifierKey[] = [];
  for (const line of note.slice(cut + 2, -1).split('\n')) {
    const match = /^\u2014 ([^\s+]+) (\S+)$/.exec(line);
    const bytes = match ? fromBase64(match[2] as string) : undefined;
    if (!match || !bytes || bytes.length <= ID_BYTES) throw new NotVerifiedError('a signature line is malformed');
    const key = keys.find(({ name, id }) => name === match[1] && id === toHex(bytes.subarray(0, ID_BYTES)));
    if (!key) continue; // witnesses, and keys that this reader does not know
    if (!(await key.verify(message, bytes.subarray(ID_BYTES))))
      throw new NotVerifiedError(`the signature of ${key.id} is false`);
    signers.push(key);
  }
  if (signers.length === 0) throw new NotVerifiedError('no key that is trusted here has signed');
  return { text, signers };
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly signers: readonly VerifierKey[];
  readonly note: string;
}

/** @throws NotVerifiedError */
export async function openCheckpoint(note: string, keys: readonly VerifierKey[]): Promise<Checkpoint> {
  const { text, signers } = await openNote(note, keys);
  const lines = text.slice(0, -1).split('\n');
  const [origin = '', size = '', root = ''] = lines;
  const hash = fromBase64(root);
  if (lines.includes('')) throw new NotVerifiedError('this is no checkpoint: a line is empty');
  if (!/^(0|[1-9]\d*)$/.test(size))
    throw new NotVerifiedError('this is no checkpoint: its size is not written as a number');
  if (!Number.isSafeInteger(Number(size)))
    throw new NotVerifiedError('this is no checkpoint: no log has so many entries');
  if (hash?.length !== HASH_BYTES)
    throw new NotVerifiedError('this is no checkpoint: its root is not 32 bytes in base64');
  if (signers.some(({ name }) => name !== origin)) throw new NotVerifiedError('the checkpoint is of another log');
  return { origin, size: Number(size), root: hash, signers, note };
}

export function sameRoot(a: Checkpoint, b: Checkpoint): boolean {
  return a.size === b.size && sameBytes(a.root, b.root);
}
