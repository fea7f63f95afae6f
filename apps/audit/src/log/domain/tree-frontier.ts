import { assert } from '@doorstep/kernel';
import { emptyRoot, foldPerfect, HASH_BYTES, nodeHash, type Hash } from './hashing.js';
import { TILE_WIDTH, type TileId } from './tiles.js';

export interface FullTile {
  readonly tile: TileId;
  readonly hashes: Buffer;
}

/**
 * The right edge of a growing tree: per tile level the hashes that do not fill a tile yet. Appending costs one or two hashes a
 * leaf however large the tree is; full tiles come out as they fill and are never touched again.
 */
export class TreeFrontier {
  private readonly levels: Hash[][] = [];
  private leaves = 0;

  /** Restores the edge from the partial tiles of a tree of `size` leaves. `partial(level)` gives the hashes of that level's last tile. */
  static async restore(size: number, partial: (tile: TileId) => Promise<Buffer>): Promise<TreeFrontier> {
    const frontier = new TreeFrontier();
    frontier.leaves = size;
    for (let level = 0; Math.floor(size / TILE_WIDTH ** level) > 0; level++) {
      const hashes = Math.floor(size / TILE_WIDTH ** level);
      const width = hashes % TILE_WIDTH;
      const bytes =
        width === 0 ? Buffer.alloc(0) : await partial({ level, index: Math.floor(hashes / TILE_WIDTH), width });
      assert(bytes.length === width * HASH_BYTES, 'a partial tile has the wrong length');
      frontier.levels.push(splitHashes(bytes));
    }
    return frontier;
  }

  get size(): number {
    return this.leaves;
  }

  /** Appends leaf hashes in order and returns the tiles that became full. */
  append(leafHashes: readonly Hash[]): FullTile[] {
    const full: FullTile[] = [];
    for (const hash of leafHashes) {
      this.leaves++;
      this.push(0, hash, full);
    }
    return full;
  }

  /** The partial tiles of the present size. */
  partialTiles(): FullTile[] {
    const tiles: FullTile[] = [];
    this.levels.forEach((hashes, level) => {
      if (hashes.length === 0) return;
      const index = Math.floor(this.leaves / TILE_WIDTH ** (level + 1));
      tiles.push({ tile: { level, index, width: hashes.length }, hashes: Buffer.concat(hashes) });
    });
    return tiles;
  }

  /** Root of the tree of the present size: perfect subtrees of the edge, joined from the smallest up. */
  root(): Hash {
    let root: Hash | undefined;
    for (const hashes of this.levels) {
      for (let end = hashes.length; end > 0;) {
        const width = largestPowerDividing(end);
        const subtree = foldPerfect(hashes.slice(end - width, end));
        root = root ? nodeHash(subtree, root) : subtree;
        end -= width;
      }
    }
    return root ?? emptyRoot();
  }

  private push(level: number, hash: Hash, full: FullTile[]): void {
    const hashes = (this.levels[level] ??= []);
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) return;
    const index = Math.floor(this.leaves / TILE_WIDTH ** (level + 1)) - 1;
    full.push({ tile: { level, index, width: TILE_WIDTH }, hashes: Buffer.concat(hashes) });
    this.levels[level] = [];
    this.push(level + 1, foldPerfect(hashes), full);
  }
}

export function splitHashes(bytes: Buffer): Hash[] {
  const hashes: Hash[] = [];
  for (let at = 0; at < bytes.length; at += HASH_BYTES) hashes.push(bytes.subarray(at, at + HASH_BYTES));
  return hashes;
}

function largestPowerDividing(n: number): number {
  let power = 1;
  while (n % (power * 2) === 0) power *= 2;
  return power;
}
