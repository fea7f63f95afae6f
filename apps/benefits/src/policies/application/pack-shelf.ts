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
    this.compiled = new Map([...sources].map(([packId, documents]) => [packId, compilePack(documents)]));
    this.revision = revision;
  }

  /** Reads the versions again when others are in force than those on the shelf. `revision` is what the transaction sees. */
  async follow(tx: Tx, revision: number): Promise<void> {
    if (revision === this.revision) return;
    const { packs, revision: seen } = await this.store.inForce(tx);
    this.fill(packs, seen);
  }

  async refresh(tx: Tx): Promise<void> {
    await this.follow(tx, await this.store.revision(tx));
  }
}
