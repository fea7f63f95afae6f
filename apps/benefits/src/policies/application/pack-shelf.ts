import type { Tx } from '@doorstep/persistence';
import type { CompiledPack } from '@doorstep/policy';
import { compilePack, decide } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import type { PackSource } from './pack-source.js';
import { PolicyStore } from './policy-store.port.js';

/** The packs in force, compiled once. Decisions read them from here, after a look whether they are still those in force. */
@Injectable()
export class PackShelf {
  readonly decide = decide;
  private compiled: ReadonlyMap<string, CompiledPack> = new Map();
  private revision = 0;

  constructor(private readonly store: PolicyStore) {}

  get packs(): ReadonlyMap<string, CompiledPack> {
    return this.compiled;
  }

  /** Replaces everything on the shelf. Throws PackError when a document is broken; the shelf then keeps what it had. */
  fill(sources: ReadonlyMap<string, readonly PackSource[]>, revision = 0): void {
    this.compiled = compiledOf(sources);
    this.revision = revision;
  }

  /**
   * The packs that a transaction sees in force; `revision` is what it read. Newer ones go on the shelf. A snapshot that is older than
   * the shelf gets its own, and leaves the shelf alone.
   */
  async packsAt(tx: Tx, revision: number): Promise<ReadonlyMap<string, CompiledPack>> {
    if (revision === this.revision) return this.compiled;
    const { packs, revision: seen } = await this.store.inForce(tx);
    if (seen < this.revision) return compiledOf(packs);
    if (seen > this.revision) this.fill(packs, seen);
    return this.compiled;
  }

  async refresh(tx: Tx): Promise<void> {
    await this.packsAt(tx, await this.store.revision(tx));
  }
}

function compiledOf(sources: ReadonlyMap<string, readonly PackSource[]>): ReadonlyMap<string, CompiledPack> {
  return new Map([...sources].map(([packId, documents]) => [packId, compilePack(documents)]));
}
