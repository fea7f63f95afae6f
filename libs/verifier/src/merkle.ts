import { sameBytes } from './bytes.js';
import type { Platform } from './platform.js';

export const HASH_BYTES = 32;

/** RFC 9162 section 2.1.1: hashes of leaves and nodes. */
export class TreeHasher {
  private readonly buffer = new Uint8Array(1 + 2 * HASH_BYTES);

  constructor(private readonly platform: Platform) {}

  leaf(entry: Uint8Array): Uint8Array {
    const data = new Uint8Array(entry.length + 1);
    data.set(entry, 1);
    return this.platform.sha256(data);
  }

  node(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.buffer[0] = 1;
    this.buffer.set(left, 1);
    this.buffer.set(right, 1 + HASH_BYTES);
    return this.platform.sha256(this.buffer);
  }

  empty(): Uint8Array {
    return this.platform.sha256(new Uint8Array(0));
  }
}

/** A tree of which only the roots of its perfect subtrees are kept: enough to go on and to know the root at every size. */
export class GrowingTree {
  private readonly peaks: { readonly height: number; readonly hash: Uint8Array }[] = [];
  private count = 0;

  constructor(private readonly hasher: TreeHasher) {}

  get size(): number {
    return this.count;
  }

  copy(): GrowingTree {
    const other = new GrowingTree(this.hasher);
    other.peaks.push(...this.peaks);
    other.count = this.count;
    return other;
  }

  add(leaf: Uint8Array): void {
    let peak = { height: 0, hash: leaf };
    for (let last = this.peaks.at(-1); last?.height === peak.height; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { height: peak.height + 1, hash: this.hasher.node(last.hash, peak.hash) };
    }
    this.peaks.push(peak);
    this.count++;
  }

  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (let n = this.peaks.length - 1; n >= 0; n--) {
      const { hash } = this.peaks[n] as { hash: Uint8Array };
      root = root ? this.hasher.node(hash, root) : hash;
    }
    return root ?? this.hasher.empty();
  }
}

/**
 * The root that an inclusion proof leads to, walking from the leaf upwards; undefined when the proof has the wrong length. At each
 * level the leaf's subtree is a right child, a left child, or, at the right edge, has no sibling at all.
 */
export function rootFromProof(
  hasher: TreeHasher,
  place: { readonly leaf: Uint8Array; readonly index: number; readonly size: number },
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  let { leaf: hash, index } = place;
  let [width, used] = [place.size, 0];
  if (index < 0 || index >= width) return undefined;
  while (width > 1) {
    const isRight = index % 2 === 1;
    if (isRight || index + 1 < width) {
      const sibling = path[used++];
      if (!sibling) return undefined;
      hash = isRight ? hasher.node(sibling, hash) : hasher.node(hash, sibling);
    }
    index = Math.floor(index / 2);
    width = Math.ceil(width / 2);
  }
  return used === path.length ? hash : undefined;
}

export function isRoot(found: Uint8Array | undefined, root: Uint8Array): boolean {
  return found !== undefined && sameBytes(found, root);
}
