import { HASH_BYTES, type Hash } from './hashing.js';
import {
  decodeBase64,
  InvalidNoteError,
  openNote,
  signNote,
  type NoteSigner,
  type NoteVerifier,
} from './signed-note.js';

/** C2SP tlog-checkpoint: origin, size and root of a tree. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** While keys are rotated, several sign. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(checkpointText(checkpoint), signers);
}

/** Verifies the note and reads the checkpoint of exactly this origin. Extension lines are kept signed but not interpreted. */
export function openCheckpoint(note: string, origin: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  const [first, size, root] = openNote(note, verifiers).split('\n');
  if (first !== origin) throw new InvalidNoteError('the checkpoint is of another log');
  if (size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size)) throw new InvalidNoteError('the size is malformed');
  const hash = decodeBase64(root ?? '');
  if (hash.length !== HASH_BYTES || !Number.isSafeInteger(Number(size)))
    throw new InvalidNoteError('malformed checkpoint');
  return { origin, size: Number(size), root: hash };
}
