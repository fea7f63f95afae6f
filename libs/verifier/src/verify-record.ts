import { fromBase64, joinBytes, textOf, toBase64, utf8 } from './bytes.js';
import { writeEntry } from './entry.js';
import { HASH_BYTES, isRoot, rootFromProof, TreeHasher } from './merkle.js';
import type { Checkpoint, VerifierKey } from './note.js';
import { openCheckpoint } from './note.js';
import type { Platform } from './platform.js';
import { NotVerifiedError } from './platform.js';

/** A record as the log hands it out to those whom it concerns. */
export interface ProvenRecord {
  readonly source: string;
  readonly sequence: string;
  /** Base64 of exactly the bytes that were on the topic. */
  readonly bytes: string;
  /** Base64. */
  readonly salt: string;
  /** C2SP tlog-proof. */
  readonly proof: string;
}

export interface VerifiedRecord {
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const LONGEST_PATH = 63;

/** That these bytes were logged as this number of this source. @throws NotVerifiedError */
export async function verifyRecord(
  record: ProvenRecord,
  keys: readonly VerifierKey[],
  platform: Platform,
): Promise<VerifiedRecord> {
  const { source, sequence } = record;
  const [bytes, salt] = [fromBase64(record.bytes), fromBase64(record.salt)];
  if (!bytes || !salt) throw new NotVerifiedError('bytes or salt are not base64');
  const document = parsed(bytes);
  if (document?.['source'] !== source || document['sequence'] !== sequence)
    throw new NotVerifiedError('the bytes are not of this source and number');
  const commitment = toBase64(platform.sha256(joinBytes(salt, bytes)));
  return verifyEntry(utf8(writeEntry({ commitment, sequence, source })), record.proof, keys, platform);
}

/** That the log has this entry. @throws NotVerifiedError */
export async function verifyEntry(
  entry: Uint8Array,
  proof: string,
  keys: readonly VerifierKey[],
  platform: Platform,
): Promise<VerifiedRecord> {
  const { index, path, note } = readProof(proof);
  const checkpoint = await openCheckpoint(note, keys);
  const hasher = new TreeHasher(platform);
  const root = rootFromProof(hasher, { leaf: hasher.leaf(entry), index, size: checkpoint.size }, path);
  if (!isRoot(root, checkpoint.root)) throw new NotVerifiedError(`entry ${index} of the log is another one`);
  return { index, checkpoint };
}

function readProof(proof: string): { readonly index: number; readonly path: Uint8Array[]; readonly note: string } {
  const cut = proof.indexOf('\n\n');
  const lines = cut < 0 ? [] : proof.slice(0, cut).split('\n');
  if (lines.shift() !== HEADER) throw new NotVerifiedError('this is no tlog-proof');
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  const path = lines.map(fromBase64);
  const isExtraRead = extra === undefined || fromBase64(extra) !== undefined;
  if (!isExtraRead || index === undefined || path.length > LONGEST_PATH || !path.every(isHash))
    throw new NotVerifiedError('the tlog-proof is malformed');
  return { index: Number(index), path: path as Uint8Array[], note: proof.slice(cut + 2) };
}

function isHash(bytes: Uint8Array | undefined): boolean {
  return bytes?.length === HASH_BYTES;
}

function parsed(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    return JSON.parse(textOf(bytes) ?? '') as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
