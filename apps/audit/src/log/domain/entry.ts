import { sha256 } from './hashing.js';

/** What the public log holds of one event: it says nothing about anyone. */
export interface LogEntry {
  readonly source: string;
  readonly sequence: string;
  readonly commitment: Buffer;
}

/** SHA-256(salt || record bytes); `bytes` are exactly those of the record on the topic. */
export function commitmentOf(salt: Uint8Array, bytes: Uint8Array): Buffer {
  return sha256(Buffer.concat([salt, bytes]));
}

/** The bytes of the leaf: canonical JSON of commitment, sequence (digits) and source (ASCII), written out since every leaf is made here. */
export function entryBytes({ source, sequence, commitment }: LogEntry): Buffer {
  const text = `{"commitment":"${commitment.toString('base64')}","sequence":"${sequence}","source":${JSON.stringify(source)}}`;
  return Buffer.from(text, 'utf8');
}

/** A bundle of tlog-tiles: each entry with its uint16 big-endian length. */
export function bundleOf(entries: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    parts.push(length, entry);
  }
  return Buffer.concat(parts);
}

/** Splits a bundle; throws when it is cut short. */
export function entriesOf(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) throw new RangeError('a bundle is cut short');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** The first entries of a bundle, as a bundle; undefined when it has fewer. */
export function startOfBundle(bundle: Buffer, count: number): Buffer | undefined {
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + 2 > bundle.length) return undefined;
    at += 2 + bundle.readUInt16BE(at);
  }
  return at <= bundle.length ? bundle.subarray(0, at) : undefined;
}
