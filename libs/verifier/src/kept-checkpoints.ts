import { sameBytes } from './bytes.js';
import type { Checkpoint } from './note.js';
import type { Finding } from './report.js';

/** What a kept checkpoint says of the tree. */
export type KeptRoot = Pick<Checkpoint, 'size' | 'root'>;

/**
 * Checkpoints that somebody kept, against the tree that is shown now. This alone shows a history that was rewritten by who holds the
 * key: everything else such a log shows fits together.
 */
export class KeptCheckpoints {
  private readonly sizes: readonly KeptRoot[];
  private next = 0;
  /** Up to here the entries are those that were signed before. */
  private agreed = 0;
  private differs: KeptRoot | undefined;

  constructor(kept: readonly KeptRoot[]) {
    this.sizes = [...kept].sort((a, b) => a.size - b.size);
  }

  copy(): KeptCheckpoints {
    const other = new KeptCheckpoints(this.sizes);
    [other.next, other.agreed, other.differs] = [this.next, this.agreed, this.differs];
    return other;
  }

  get count(): number {
    return this.sizes.length;
  }

  /** Whether a root is wanted at this size; ask for every size in turn. */
  wants(size: number): boolean {
    return this.sizes[this.next]?.size === size;
  }

  compare(size: number, root: Uint8Array): void {
    for (let kept = this.sizes[this.next]; kept?.size === size; kept = this.sizes[++this.next])
      if (sameBytes(kept.root, root)) this.agreed = this.differs ? this.agreed : size;
      else this.differs ??= kept;
  }

  /** @param size of the log that is shown */
  findings(size: number): Finding[] {
    const largest = this.sizes.at(-1);
    const found: Finding[] = [];
    if (this.differs) found.push(this.between(this.differs.size, 'was signed before with other entries'));
    if (largest && largest.size > size)
      found.push({
        index: size,
        exact: true,
        what: `a checkpoint of size ${largest.size} was signed before: entries are gone`,
      });
    return found;
  }

  /** What is known of the first bad entry when the root of `size` entries is wrong. */
  between(size: number, what: string): Finding {
    if (size === 0) return { exact: false, what: `a tree of size 0 ${what}: it has none` };
    const exact = this.agreed === size - 1;
    const place = exact ? `entry ${this.agreed}` : `an entry from ${this.agreed} to ${size - 1}`;
    return { index: this.agreed, exact, what: `a tree of size ${size} ${what}: ${place} differs` };
  }
}
