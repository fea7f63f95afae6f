import { assert } from '@doorstep/kernel';
import { emptyRoot, nodeHash, splitPoint, type Hash } from './hashing.js';
import type { TileNodes } from './tile-nodes.js';
import { TILE_WIDTH, type TileId } from './tiles.js';

/** Gives the nodes of a tile; a wider tile of the same index will do. */
export type TileReader = (tile: TileId) => Promise<TileNodes>;

/** Builds proofs for a tree of `size` leaves from its tiles. Each tile is read once per proof. */
export class ProofBuilder {
  private readonly tiles = new Map<string, Promise<TileNodes>>();

  constructor(
    private readonly size: number,
    private readonly read: TileReader,
  ) {}

  root(): Promise<Hash> {
    return this.size === 0 ? Promise.resolve(emptyRoot()) : this.subtree(0, this.size);
  }

  leaf(index: number): Promise<Hash> {
    assert(index >= 0 && index < this.size, 'no such leaf');
    return this.perfect(index, 1);
  }

  /** RFC 9162 section 2.1.3.1: from the leaf's sibling up to the root's child. */
  async inclusion(index: number): Promise<Hash[]> {
    assert(index >= 0 && index < this.size, 'no such leaf');
    const path: Promise<Hash>[] = [];
    let [start, end] = [0, this.size];
    while (end - start > 1) {
      const middle = start + splitPoint(end - start);
      if (index < middle) {
        path.unshift(this.subtree(middle, end));
        end = middle;
      } else {
        path.unshift(this.subtree(start, middle));
        start = middle;
      }
    }
    return Promise.all(path);
  }

  /** RFC 9162 section 2.1.4.1: that the tree of `oldSize` leaves is a prefix of this one. */
  async consistency(oldSize: number): Promise<Hash[]> {
    assert(oldSize > 0 && oldSize <= this.size, 'no such older tree');
    const path: Promise<Hash>[] = [];
    let [start, end] = [0, this.size];
    let known = true; // the old root itself is known to the verifier as long as we never went right
    while (oldSize !== end) {
      const middle = start + splitPoint(end - start);
      if (oldSize <= middle) {
        path.unshift(this.subtree(middle, end));
        end = middle;
      } else {
        path.unshift(this.subtree(start, middle));
        start = middle;
        known = false;
      }
    }
    if (!known) path.unshift(this.subtree(start, end));
    return Promise.all(path);
  }

  private async subtree(start: number, end: number): Promise<Hash> {
    const width = end - start;
    if (isPowerOfTwo(width)) return this.perfect(start, width);
    const middle = start + splitPoint(width);
    return nodeHash(await this.subtree(start, middle), await this.subtree(middle, end));
  }

  private async perfect(start: number, width: number): Promise<Hash> {
    let [level, span] = [0, 1];
    while (width >= span * TILE_WIDTH) {
      span *= TILE_WIDTH;
      level++;
    }
    const first = start / span;
    const index = Math.floor(first / TILE_WIDTH);
    const nodes = await this.tile(level, index);
    const over = width / span;
    return nodes.node(Math.log2(over), (first - index * TILE_WIDTH) / over);
  }

  private tile(level: number, index: number): Promise<TileNodes> {
    const key = `${level}/${index}`;
    let tile = this.tiles.get(key);
    if (!tile) {
      const width = Math.min(TILE_WIDTH, Math.floor(this.size / TILE_WIDTH ** level) - index * TILE_WIDTH);
      tile = this.read({ level, index, width });
      this.tiles.set(key, tile);
    }
    return tile;
  }
}

function isPowerOfTwo(n: number): boolean {
  let power = 1;
  while (power < n) power *= 2;
  return power === n;
}
