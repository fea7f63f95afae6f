import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { DomainError } from '@doorstep/kernel';
import { sha256 } from './hashing.js';

/** C2SP signed-note with Ed25519 (algorithm byte 0x01). The name of the key is the origin of the log. */
const ED25519 = 0x01;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE_LINE = /^\u2014 ([^\s+]{1,200}) ([A-Za-z0-9+/]+=*)$/;
const MAX_NOTE_CHARS = 64_000;

export class InvalidNoteError extends DomainError {
  constructor(message: string) {
    super('LOG.INVALID_NOTE', message);
  }
}

export interface NoteVerifier {
  readonly name: string;
  readonly keyId: Buffer;
  verify(text: string, signature: Buffer): boolean;
}

/** First four bytes of SHA-256(name || 0x0A || 0x01 || public key). */
export function keyIdOf(name: string, publicKey: Buffer): Buffer {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.of(ED25519), publicKey])).subarray(0, 4);
}

export class NoteSigner {
  readonly keyId: Buffer;
  private readonly key: KeyObject;
  private readonly publicKey: Buffer;

  constructor(
    readonly name: string,
    privateKeyPem: string,
  ) {
    this.key = createPrivateKey(privateKeyPem);
    this.publicKey = createPublicKey(this.key).export({ type: 'spki', format: 'der' }).subarray(-32);
    this.keyId = keyIdOf(name, this.publicKey);
  }

  /** The verifier key: `name+keyid+base64(0x01 || public key)`. */
  vkey(): string {
    const material = Buffer.concat([Buffer.of(ED25519), this.publicKey]).toString('base64');
    return `${this.name}+${this.keyId.toString('hex')}+${material}`;
  }

  /** One line of a note whose text, ending in a newline, is given. */
  signatureLine(text: string): string {
    const signature = Buffer.concat([this.keyId, sign(null, Buffer.from(text, 'utf8'), this.key)]);
    return `\u2014 ${this.name} ${signature.toString('base64')}\n`;
  }
}

/** A note signed by all of these keys; `text` ends in a newline. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return `${text}\n${signers.map((signer) => signer.signatureLine(text)).join('')}`;
}

/** Reads a vkey. Its base64 may contain `+`, so it is cut at the first two only. */
export function noteVerifier(vkey: string): NoteVerifier {
  const [first, second] = [vkey.indexOf('+'), vkey.indexOf('+', vkey.indexOf('+') + 1)];
  if (first < 1 || second < 0) throw new InvalidNoteError('not a verifier key');
  const [name, id] = [vkey.slice(0, first), vkey.slice(first + 1, second)];
  const material = decodeBase64(vkey.slice(second + 1));
  if (material.length !== 33 || material[0] !== ED25519) throw new InvalidNoteError('not an Ed25519 verifier key');
  const publicKey = material.subarray(1);
  const keyId = keyIdOf(name, publicKey);
  if (keyId.toString('hex') !== id) throw new InvalidNoteError('the id of the key does not fit the key');
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return { name, keyId, verify: (text, signature) => verify(null, Buffer.from(text, 'utf8'), key, signature) };
}

/** Opens a note: returns its text when at least one of the verifiers signed it and none of their signatures is false. */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): string {
  const cut = note.length <= MAX_NOTE_CHARS ? note.lastIndexOf('\n\n') : -1;
  if (cut < 0 || !note.endsWith('\n')) throw new InvalidNoteError('not a signed note');
  const text = note.slice(0, cut + 1);
  let signed = false;
  for (const line of note.slice(cut + 2, -1).split('\n')) {
    const match = SIGNATURE_LINE.exec(line);
    if (!match) throw new InvalidNoteError('a signature line is malformed');
    const bytes = decodeBase64(match[2] as string);
    const verifier = verifiers.find(({ name, keyId }) => name === match[1] && keyId.equals(bytes.subarray(0, 4)));
    if (!verifier) continue; // signatures of unknown keys (witnesses) are ignored
    if (!verifier.verify(text, bytes.subarray(4))) throw new InvalidNoteError('a signature is false');
    signed = true;
  }
  if (!signed) throw new InvalidNoteError('no signature of a known key');
  return text;
}

/** Standard padded base64 only: what Node accepts beyond it is refused. */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new InvalidNoteError('not base64');
  return bytes;
}
