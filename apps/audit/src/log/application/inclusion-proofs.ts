import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ProofBuilder } from '../domain/proofs.js';
import { formatProof } from '../domain/tlog-proof.js';
import { CheckpointBook } from './checkpoint-book.port.js';
import { LogTiles } from './log-tiles.js';

/** Proofs of inclusion under the newest checkpoint. */
@Injectable()
export class InclusionProofs {
  constructor(
    private readonly book: CheckpointBook,
    private readonly tiles: LogTiles,
  ) {}

  /** Proofs for several leaves under one checkpoint; null for a leaf that it does not cover yet. */
  async under(tx: Tx): Promise<(leafIndex: number) => Promise<string | null>> {
    const last = await this.book.last(tx);
    if (!last) return () => Promise.resolve(null);
    const builder = this.tiles.proofs(last.size);
    return (leafIndex) => (leafIndex < last.size ? proofOf(builder, leafIndex, last.note) : Promise.resolve(null));
  }
}

async function proofOf(builder: ProofBuilder, index: number, checkpoint: string): Promise<string> {
  return formatProof({ index, path: await builder.inclusion(index), checkpoint });
}
