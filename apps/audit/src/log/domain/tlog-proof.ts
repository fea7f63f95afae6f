import { HASH_BYTES, type Hash } from './hashing.js';
import { decodeBase64, InvalidNoteError } from './signed-note.js';

/** C2SP tlog-proof v1: one leaf's inclusion with its checkpoint, as one text. */
export interface TlogProof {
  readonly index: number;
  readonly path: readonly Hash[];
  readonly checkpoint: string;
  readonly extra?: Buffer;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_PATH = 63;

export function formatProof({ index, path, checkpoint, extra }: TlogProof): string {
  const lines = [HEADER];
  if (extra) lines.push(`extra ${extra.toString('base64')}`);
  lines.push(`index ${index}`, ...path.map((hash) => hash.toString('base64')));
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

export function parseProof(text: string): TlogProof {
  const cut = text.indexOf('\n\n');
  const lines = cut < 0 ? [] : text.slice(0, cut).split('\n');
  if (lines.shift() !== HEADER) throw new InvalidNoteError('not a tlog-proof');
  const extra = lines[0]?.startsWith('extra ') ? decodeBase64((lines.shift() as string).slice(6)) : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || lines.length > MAX_PATH) throw new InvalidNoteError('malformed tlog-proof');
  const path = lines.map(decodeBase64);
  if (path.some((hash) => hash.length !== HASH_BYTES)) throw new InvalidNoteError('malformed hash in a tlog-proof');
  return { index: Number(index), path, checkpoint: text.slice(cut + 2), ...(extra ? { extra } : {}) };
}
