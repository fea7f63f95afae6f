import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LogEntry } from '../domain/entry.js';
import { entryBytes } from '../domain/entry.js';
import { leafHash } from '../domain/hashing.js';
import { formatProof } from '../domain/tlog-proof.js';
import { CheckpointBook } from './checkpoint-book.port.js';
import { LogTiles } from './log-tiles.js';

/** Proofs for several leaves under one checkpoint. */
export interface Proofs {
  /** Null for a leaf that the checkpoint does not cover yet. */
  of(leafIndex: string): Promise<string | null>;
  /** False when the public log has another leaf there. True while it has none yet. */
  agree(leafIndex: string, entry: LogEntry): Promise<boolean>;
}

const NONE: Proofs = { of: () => Promise.resolve(null), agree: () => Promise.resolve(true) };

/** Proofs of inclusion under the newest checkpoint. */
@Injectable()
export class InclusionProofs {
  constructor(
    private readonly book: CheckpointBook,
    private readonly tiles: LogTiles,
  ) {}

  async under(tx: Tx): Promise<Proofs> {
    const last = await this.book.last(tx);
    if (!last) return NONE;
    const { size, note: checkpoint } = last;
    const builder = this.tiles.proofs(size);
    return {
      of: async (leafIndex) => {
        const index = Number(leafIndex);
        return index < size ? formatProof({ index, path: await builder.inclusion(index), checkpoint }) : null;
      },
      agree: async (leafIndex, entry) => {
        const index = Number(leafIndex);
        return index >= size || (await builder.leaf(index)).equals(leafHash(entryBytes(entry)));
      },
    };
  }
}
