import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { openCheckpoint } from '../domain/checkpoint.js';
import type { LogEntry } from '../domain/entry.js';
import { entryBytes } from '../domain/entry.js';
import type { Hash } from '../domain/hashing.js';
import { leafHash } from '../domain/hashing.js';
import { ProofBuilder } from '../domain/proofs.js';
import { noteVerifier } from '../domain/signed-note.js';
import { TileNodes } from '../domain/tile-nodes.js';
import { verifyInclusion } from '../domain/verification.js';
import type { LogKey, SignedCheckpoint } from './checkpoint-book.port.js';
import { CheckpointBook } from './checkpoint-book.port.js';
import { LogSigners } from './log-signers.js';
import { LogTiles } from './log-tiles.js';

/** The public log under the checkpoint that was signed last, read anew from its files. */
export interface SignedTree {
  /** All records below this journal index are in it, those that have a number. */
  readonly nextJournal: bigint;
  /** False when this leaf is another one, or none at all. */
  holds(leafIndex: string, entry: LogEntry): Promise<boolean>;
  /** False when the tile of this leaf does not lead to the root that was signed. */
  isWhole(leafIndex: string): Promise<boolean>;
}

@Injectable()
export class SignedTrees {
  constructor(
    private readonly book: CheckpointBook,
    private readonly tiles: LogTiles,
    private readonly signers: LogSigners,
  ) {}

  /** Undefined while nothing was signed. */
  async newest(tx: Tx): Promise<SignedTree | undefined> {
    const last = await this.book.last(tx);
    if (!last) return undefined;
    const { size, nextJournal } = last;
    const root = this.rootOf(last, await this.book.keys(tx));
    // Nothing of what proofs keep in memory: a file that was changed must be seen.
    const builder = new ProofBuilder(size, async (tile) => new TileNodes(await this.tiles.read(tile, size)));
    const isIn = (index: string): boolean => Number(index) < size;
    return {
      nextJournal,
      holds: async (index, entry) =>
        isIn(index) &&
        (await builder.leaf(Number(index)).then((leaf) => leaf.equals(leafHash(entryBytes(entry))), never)),
      isWhole: async (index) =>
        root !== undefined && isIn(index) && leadsTo(root, builder, Number(index), size).catch(never),
    };
  }

  /** What was signed, not what a column says. */
  private rootOf({ note, size }: SignedCheckpoint, known: readonly LogKey[]): Hash | undefined {
    const vkeys = new Set([...known.map(({ vkey }) => vkey), ...this.signers.vkeys]);
    try {
      const verifiers = [...vkeys].map(noteVerifier);
      const checkpoint = openCheckpoint(note, this.signers.origin, verifiers);
      return checkpoint.size === size ? checkpoint.root : undefined;
    } catch {
      return undefined;
    }
  }
}

/** A tile that cannot be read holds nothing. */
const never = (): boolean => false;

async function leadsTo(root: Hash, builder: ProofBuilder, index: number, size: number): Promise<boolean> {
  return verifyInclusion(await builder.leaf(index), index, size, await builder.inclusion(index), root);
}
