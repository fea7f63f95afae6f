import { hash } from 'node:crypto';

/** A SHA-256 value: exactly 32 bytes. */
export type Hash = Buffer;

export const HASH_BYTES = 32;

const LEAF_PREFIX = 0x00;
/** Reused for every leaf: making a buffer costs as much as hashing it. */
let leaf = Buffer.alloc(1024, LEAF_PREFIX);
const NODE_PREFIX = 0x01;
const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

export function sha256(data: Uint8Array | string): Hash {
  return hash('sha256', data, 'buffer') as Hash;
}

/** RFC 6962 section 2.1: the hash of a leaf is SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Hash {
  if (entry.length >= leaf.length) leaf = Buffer.alloc(entry.length + 1, LEAF_PREFIX);
  leaf.set(entry, 1);
  return sha256(leaf.subarray(0, entry.length + 1));
}

/** RFC 6962 section 2.1: the hash of a node is SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  node[0] = NODE_PREFIX;
  left.copy(node, 1);
  right.copy(node, 1 + HASH_BYTES);
  return sha256(node);
}

/** The root of a tree without leaves. */
export function emptyRoot(): Hash {
  return sha256('');
}

/** Largest power of two strictly below n; n > 1. JavaScript's shifts have 32 bits, so none is used. */
export function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** Root of a perfect subtree over 2^k hashes of one level. */
export function foldPerfect(hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i] as Hash, row[i + 1] as Hash));
    row = above;
  }
  return row[0] as Hash;
}
