import type { Hash } from './hashing.js';
import { HASH_BYTES, nodeHash } from './hashing.js';

/** The hashes of a tile with the perfect subtrees over them, computed once: what proofs are made of. */
export class TileNodes {
  /** Row k has the hashes over 2^k neighbours, as one buffer. */
  private readonly rows: Buffer[];

  constructor(hashes: Buffer) {
    this.rows = [hashes];
    for (let row = hashes; row.length >= 2 * HASH_BYTES;) {
      const above = Buffer.alloc(Math.floor(row.length / (2 * HASH_BYTES)) * HASH_BYTES);
      for (let at = 0; at < above.length; at += HASH_BYTES) {
        const left = row.subarray(2 * at, 2 * at + HASH_BYTES);
        nodeHash(left, row.subarray(2 * at + HASH_BYTES, 2 * at + 2 * HASH_BYTES)).copy(above, at);
      }
      this.rows.push(above);
      row = above;
    }
  }

  /** The node over 2^height hashes, the `position`th of its row. */
  node(height: number, position: number): Hash {
    const row = this.rows[height] ?? Buffer.alloc(0);
    if ((position + 1) * HASH_BYTES > row.length) throw new RangeError('the tile has no such node');
    return row.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
  }
}
