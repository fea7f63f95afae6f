import { nodeHash, type Hash } from './hashing.js';

/** RFC 9162 section 2.1.3.2. True when the leaf is at `index` of the tree with `size` leaves and `root`. */
export function verifyInclusion(leaf: Hash, index: number, size: number, path: readonly Hash[], root: Hash): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}

/** RFC 9162 section 2.1.4.2. True when the tree of `oldSize` leaves with `oldRoot` is a prefix of the newer one. */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Hash,
  size: number,
  root: Hash,
  path: readonly Hash[],
): boolean {
  if (oldSize < 1 || oldSize > size) return false;
  if (oldSize === size) return path.length === 0 && oldRoot.equals(root);
  const nodes = isPowerOfTwo(oldSize) ? [oldRoot, ...path] : [...path];
  const first = nodes.shift();
  if (!first) return false;
  let [at, last] = [oldSize - 1, size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [oldHash, hash] = [first, first];
  for (const node of nodes) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = nodeHash(node, oldHash);
      hash = nodeHash(node, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, node);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && oldHash.equals(oldRoot) && hash.equals(root);
}

function isPowerOfTwo(n: number): boolean {
  let power = 1;
  while (power < n) power *= 2;
  return power === n;
}
