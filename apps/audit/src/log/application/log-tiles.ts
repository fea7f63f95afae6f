import { Injectable } from '@nestjs/common';
import { bundleOf, entriesOf } from '../domain/entry.js';
import { HASH_BYTES } from '../domain/hashing.js';
import { ProofBuilder } from '../domain/proofs.js';
import { TileNodes } from '../domain/tile-nodes.js';
import type { TileId } from '../domain/tiles.js';
import { hashesAtLevel, TILE_WIDTH } from '../domain/tiles.js';
import { LogFolder } from './log-folder.port.js';

/** Tiles whose nodes are kept, of 16 kB each. */
const KEPT = 1_000;

/** Reads tiles of any older tree from the files of the present one: a tile only ever grows to the right. */
@Injectable()
export class LogTiles {
  private readonly kept = new Map<string, TileNodes>();

  constructor(private readonly folder: LogFolder) {}

  /**
   * @param size of the present tree
   * @throws when the folder lacks the tile, and every wider one that holds it
   */
  async read(tile: TileId, size: number): Promise<Buffer> {
    const hashes = hashesAtLevel(size, tile.level === 'entries' ? 0 : tile.level) - tile.index * TILE_WIDTH;
    // The full one too: while a round is being committed it is there already, and its partial ones are gone.
    for (const width of new Set([tile.width, Math.min(TILE_WIDTH, hashes), TILE_WIDTH])) {
      const found = await this.folder.readTile({ ...tile, width });
      if (found) return narrowed(found, tile);
    }
    throw new Error('a tile of the log is missing');
  }

  /** Proofs within the tree of `size` leaves, which is the present one or older. */
  proofs(size: number, presentSize = size): ProofBuilder {
    return new ProofBuilder(size, (tile) => this.nodes(tile, presentSize));
  }

  /** A tile of a certain width never changes, so its nodes are kept; those near the root are part of every proof. */
  private async nodes(tile: TileId, presentSize: number): Promise<TileNodes> {
    const key = `${tile.level}/${tile.index}/${tile.width}`;
    const known = this.kept.get(key);
    if (known) return known;
    const nodes = new TileNodes(await this.read(tile, presentSize));
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value as string);
    this.kept.set(key, nodes);
    return nodes;
  }
}

function narrowed(found: Buffer, { level, width }: TileId): Buffer {
  return level === 'entries' ? bundleOf(entriesOf(found).slice(0, width)) : found.subarray(0, width * HASH_BYTES);
}
