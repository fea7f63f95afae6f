import { assert } from '@doorstep/kernel';
import { bundleOf, entriesOf } from './entry.js';
import type { Hash } from './hashing.js';
import { leafHash } from './hashing.js';
import type { TileId } from './tiles.js';
import { TILE_WIDTH } from './tiles.js';
import type { FullTile } from './tree-frontier.js';
import { TreeFrontier } from './tree-frontier.js';

/** A file of the log: its place and its bytes, which follow from the entries alone. */
export interface LogTile {
  readonly tile: TileId;
  readonly bytes: Buffer;
}

/** The right edge of the log while it grows: hashes of the tree and the entries of the bundle that is not full yet. */
export class LogTree {
  private constructor(
    private readonly frontier: TreeFrontier,
    private tail: Buffer[],
  ) {}

  static empty(): LogTree {
    return new LogTree(new TreeFrontier(), []);
  }

  /** From the partial tiles and bundle of a tree of `size` leaves. @throws when one of them does not fit */
  static async restore(size: number, read: (tile: TileId) => Promise<Buffer>): Promise<LogTree> {
    const frontier = await TreeFrontier.restore(size, read);
    const width = size % TILE_WIDTH;
    const index = Math.floor(size / TILE_WIDTH);
    const tail = width === 0 ? [] : entriesOf(await read({ level: 'entries', index, width }));
    assert(tail.length === width, 'a partial bundle has the wrong length');
    return new LogTree(frontier, tail);
  }

  get size(): number {
    return this.frontier.size;
  }

  root(): Hash {
    return this.frontier.root();
  }

  /** Appends entries in order and answers the tiles and bundles that became full. */
  append(entries: readonly Buffer[]): LogTile[] {
    const full = this.frontier.append(entries.map(leafHash)).map(fileOf);
    const waiting = [...this.tail, ...entries];
    const first = Math.floor((this.size - waiting.length) / TILE_WIDTH);
    const bundles = Math.floor(waiting.length / TILE_WIDTH);
    for (let n = 0; n < bundles; n++) {
      const bytes = bundleOf(waiting.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH));
      full.push({ tile: { level: 'entries', index: first + n, width: TILE_WIDTH }, bytes });
    }
    this.tail = waiting.slice(bundles * TILE_WIDTH);
    return full;
  }

  /** What a checkpoint of the present size needs beside the full tiles. */
  partials(): LogTile[] {
    const tiles = this.frontier.partialTiles().map(fileOf);
    const index = Math.floor(this.size / TILE_WIDTH);
    if (this.tail.length > 0)
      tiles.push({ tile: { level: 'entries', index, width: this.tail.length }, bytes: bundleOf(this.tail) });
    return tiles;
  }
}

function fileOf({ tile, hashes }: FullTile): LogTile {
  return { tile, bytes: hashes };
}
