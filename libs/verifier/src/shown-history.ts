import { sameBytes } from './bytes.js';
import type { KeptCheckpoints } from './kept-checkpoints.js';
import type { GrowingTree } from './merkle.js';
import type { Checkpoint } from './note.js';

/** The tree that some hashes give, compared with kept checkpoints as it grows. */
export class ShownHistory {
  constructor(
    private readonly tree: GrowingTree,
    readonly kept: KeptCheckpoints,
  ) {
    this.compare();
  }

  /** The same up to here, to go on in another way. */
  copy(): ShownHistory {
    return new ShownHistory(this.tree.copy(), this.kept.copy());
  }

  get size(): number {
    return this.tree.size;
  }

  /** @param isWhole false when hashes before this one are lost, so that no root is known any more */
  add(leaf: Uint8Array, isWhole: boolean): void {
    this.tree.add(leaf);
    if (isWhole) this.compare();
  }

  isThatOf({ size, root }: Checkpoint): boolean {
    return this.tree.size === size && sameBytes(this.tree.root(), root);
  }

  private compare(): void {
    const { size } = this.tree;
    if (this.kept.wants(size)) this.kept.compare(size, this.tree.root());
  }
}
