import { joinBytes, sameBytes } from './bytes.js';
import { LogReader, TILE_WIDTH, type LogFiles } from './log-files.js';
import { HASH_BYTES, TreeHasher } from './merkle.js';
import { type Checkpoint, openCheckpoint, sameRoot, type VerifierKey } from './note.js';
import type { Platform } from './platform.js';
import { NotVerifiedError } from './platform.js';

/**
 * That one of two checkpoints continues the other. Where their sizes differ the hashes between them are read from the tiles of the log;
 * these are not trusted: they fit both roots or prove nothing.
 * @throws NotVerifiedError when the two are of different histories, or the log has lost entries
 */
export async function verifyGrowth(
  kept: Checkpoint,
  shown: Checkpoint,
  log: { readonly files: LogFiles; readonly keys: readonly VerifierKey[]; readonly platform: Platform },
): Promise<void> {
  if (kept.origin !== shown.origin) throw new NotVerifiedError('the older checkpoint is of another log');
  const [older, newer] = kept.size <= shown.size ? [kept, shown] : [shown, kept];
  if (older.size === newer.size && !sameRoot(older, newer)) throw new NotVerifiedError(REWRITTEN);
  if (older.size === newer.size || older.size === 0) return;
  const note = new TextDecoder().decode((await log.files.read('checkpoint')) ?? new Uint8Array(0));
  const present = await openCheckpoint(note, log.keys);
  if (present.size < newer.size) throw new NotVerifiedError('entries of the log are gone');
  const tree = new TiledTree(new LogReader(log.files, present.size), new TreeHasher(log.platform));
  const path = await tree.consistency(older.size, newer.size);
  if (!isConsistent(new TreeHasher(log.platform), older, newer, path)) throw new NotVerifiedError(REWRITTEN);
}

const REWRITTEN = 'the older checkpoint is of another history';

/** Hashes over ranges of leaves, from tiles. */
class TiledTree {
  constructor(
    private readonly reader: LogReader,
    private readonly hasher: TreeHasher,
  ) {}

  /** RFC 9162 section 2.1.4.1. */
  async consistency(older: number, newer: number): Promise<Uint8Array[]> {
    const path: Uint8Array[] = [];
    let [start, end, isKnown] = [0, newer, true];
    while (older !== end) {
      const middle = start + splitPoint(end - start);
      if (older <= middle) {
        path.unshift(await this.over(middle, end));
        end = middle;
      } else {
        path.unshift(await this.over(start, middle));
        start = middle;
        isKnown = false;
      }
    }
    return isKnown ? path : [await this.over(start, end), ...path];
  }

  private async over(start: number, end: number): Promise<Uint8Array> {
    const width = end - start;
    const split = splitPoint(width);
    if (width > 1 && split * 2 !== width)
      return this.hasher.node(await this.over(start, start + split), await this.over(start + split, end));
    let [level, span] = [0, 1];
    while (span * TILE_WIDTH <= width) [level, span] = [level + 1, span * TILE_WIDTH];
    const first = start / span;
    const index = Math.floor(first / TILE_WIDTH);
    const tile = await this.reader.tile(level, index);
    const at = (first - index * TILE_WIDTH) * HASH_BYTES;
    const hashes = tile?.subarray(at, at + (width / span) * HASH_BYTES);
    if (hashes?.length !== (width / span) * HASH_BYTES) throw new NotVerifiedError('a tile of the log is missing');
    return this.fold(hashes);
  }

  private fold(hashes: Uint8Array): Uint8Array {
    if (hashes.length === HASH_BYTES) return hashes;
    const middle = hashes.length / 2;
    return this.hasher.node(this.fold(hashes.subarray(0, middle)), this.fold(hashes.subarray(middle)));
  }
}

/** RFC 9162 section 2.1.4.2; 0 < older.size < newer.size. */
function isConsistent(hasher: TreeHasher, older: Checkpoint, newer: Checkpoint, path: readonly Uint8Array[]): boolean {
  const nodes = splitPoint(older.size) * 2 === older.size || older.size === 1 ? [older.root, ...path] : path;
  const [first, ...rest] = nodes;
  if (!first) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [oldHash, hash] = [first, first];
  for (const node of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = hasher.node(node, oldHash);
      hash = hasher.node(node, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = hasher.node(hash, node);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(joinBytes(oldHash, hash), joinBytes(older.root, newer.root));
}

/** Largest power of two strictly below n; 1 for 1. */
function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
