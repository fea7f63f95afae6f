import { sameBytes } from './bytes.js';
import type { LogReader } from './log-files.js';
import { TILE_WIDTH } from './log-files.js';
import type { TreeHasher } from './merkle.js';
import { GrowingTree, HASH_BYTES } from './merkle.js';
import type { Finding } from './report.js';

/**
 * Tiles above the leaves, against what the entries below give. `blocks` are the hashes of all full bundles.
 * A tile that differs names the first entry under its first wrong hash.
 */
export async function checkUpperLevels(
  reader: LogReader,
  hasher: TreeHasher,
  blocks: readonly Uint8Array[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let row = blocks;
  for (let level = 1; reader.hashesAt(level) > 0; level++) {
    const above: Uint8Array[] = [];
    for (let index = 0; index * TILE_WIDTH < row.length; index++) {
      const expected = row.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
      const wrong = firstDifference(await reader.tile(level, index), expected);
      if (wrong >= 0) findings.push(findingAt(level, index * TILE_WIDTH + wrong));
      if (expected.length === TILE_WIDTH) above.push(rootOfFull(hasher, expected));
    }
    row = above;
  }
  return findings;
}

function firstDifference(tile: Uint8Array | undefined, expected: readonly Uint8Array[]): number {
  if (!tile) return 0;
  const wrong = expected.findIndex((hash, n) => !sameBytes(hash, tile.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES)));
  return wrong < 0 && tile.length !== expected.length * HASH_BYTES ? expected.length - 1 : wrong;
}

function findingAt(level: number, hash: number): Finding {
  const index = hash * TILE_WIDTH ** level;
  return { index, exact: false, what: `the hash over the entries from ${index} on, at level ${level}, is not theirs` };
}

/** The one hash over a full tile, whose hashes stand for perfect subtrees. */
export function rootOfFull(hasher: TreeHasher, hashes: readonly Uint8Array[]): Uint8Array {
  const tree = new GrowingTree(hasher);
  for (const hash of hashes) tree.add(hash);
  return tree.root();
}
