import type { CompiledPack } from '@doorstep/policy';
import { compilePack, decide } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import type { PackSource } from './pack-store.port.js';

/** The active packs, compiled once. Decisions read them from here and never from the database. */
@Injectable()
export class PackShelf {
  readonly decide = decide;
  private compiled: ReadonlyMap<string, CompiledPack> = new Map();

  get packs(): ReadonlyMap<string, CompiledPack> {
    return this.compiled;
  }

  /** Replaces everything on the shelf. Throws PackError when a document is broken; the shelf then keeps what it had. */
  fill(sources: ReadonlyMap<string, readonly PackSource[]>): void {
    this.compiled = new Map([...sources].map(([packId, documents]) => [packId, compilePack(documents)]));
  }
}
