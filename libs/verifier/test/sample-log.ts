import { generateKeyPairSync, hash, sign, type KeyObject } from 'node:crypto';
import type { LogFiles } from '../src/log-files.js';

/**
 * A log written by the book (RFC 6962 section 2.1, C2SP tlog-tiles) and in the plainest way, with nothing of the server's code and
 * nothing of the verifier's: what both must agree with.
 */
export const ORIGIN = 'sample.example/log';

const sha256 = (...parts: (Uint8Array | string)[]): Buffer =>
  hash('sha256', Buffer.concat(parts.map((part) => Buffer.from(part))), 'buffer') as Buffer;
export const leafOf = (entry: Uint8Array): Buffer => sha256(Buffer.of(0), entry);
const nodeOf = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.of(1), left, right);

export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leaves[0] as Buffer;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeOf(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** RFC 6962 section 2.1.1. */
export function pathOf(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return index < k
    ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

export interface Signer {
  readonly key: KeyObject;
  readonly vkey: string;
  readonly id: Buffer;
}

export function newSigner(name = ORIGIN): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const material = Buffer.concat([Buffer.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
  const id = sha256(`${name}\n`, material).subarray(0, 4);
  return { key: privateKey, id, vkey: `${name}+${id.toString('hex')}+${material.toString('base64')}` };
}

export function noteOf(text: string, ...signers: readonly Signer[]): string {
  const lines = signers.map(({ key, id }) => {
    const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]);
    return `\u2014 ${ORIGIN} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

export function checkpointOf(entries: readonly Buffer[], ...signers: readonly Signer[]): string {
  const root = rootOf(entries.map(leafOf)).toString('base64');
  return noteOf(`${ORIGIN}\n${entries.length}\n${root}\n`, ...signers);
}

export function entryOf(sequence: number, source = 'benefits/0/1', content = `record ${sequence}`): Buffer {
  const commitment = sha256('salt', content).toString('base64');
  return Buffer.from(`{"commitment":"${commitment}","sequence":"${sequence}","source":"${source}"}`);
}

export const entriesOf = (count: number): Buffer[] => Array.from({ length: count }, (_, n) => entryOf(n + 1));

/** Every file of a log with these entries. */
export function filesOf(entries: readonly Buffer[], signer: Signer): Map<string, Buffer> {
  const files = new Map<string, Buffer>([
    ['checkpoint', Buffer.from(checkpointOf(entries, signer))],
    ['vkey', Buffer.from(`${signer.vkey}\n`)],
  ]);
  inTiles(entries).forEach((group, n) => files.set(pathTo('entries', n, group.length), bundleOf(group)));
  let row = entries.map(leafOf);
  for (let level = 0; row.length > 0; level++) {
    inTiles(row).forEach((group, n) => files.set(pathTo(String(level), n, group.length), Buffer.concat(group)));
    row = inTiles(row)
      .filter(({ length }) => length === 256)
      .map(rootOf);
  }
  return files;
}

export function bundleOf(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 255), entry]));
}

export function asFiles(files: ReadonlyMap<string, Buffer>): LogFiles {
  return { read: (path) => Promise.resolve(files.get(path)) };
}

function inTiles<T>(row: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(row.length / 256) }, (_, n) => row.slice(n * 256, n * 256 + 256));
}

/** Good for the first thousand tiles, which is all that tests need. */
function pathTo(level: string, index: number, width: number): string {
  return `tile/${level}/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`;
}
