/** Taken out of its object once: inside a test runner's context every look at a global is slow. */
const { imul } = Math;

/**
 * Kafka's murmur2 of a key's UTF-8 bytes, as the Java client and kafkajs' default partitioner compute it. It is written out
 * here because lanes, relay and consumers must agree on the partition of a key without asking a client library.
 */
export function murmur2(key: string): number {
  const length = copy(key);
  const data = length < 0 ? utf8.encode(key) : letters;
  return hash(data, length < 0 ? data.length : length);
}

function hash(data: Uint8Array, length: number): number {
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let k = byte(data, i) | (byte(data, i + 1) << 8) | (byte(data, i + 2) << 16) | (byte(data, i + 3) << 24);
    k = imul(k, m);
    k ^= k >>> 24;
    k = imul(k, m);
    h = imul(h, m) ^ k;
  }
  const rest = length - i;
  if (rest >= 3) h ^= byte(data, i + 2) << 16;
  if (rest >= 2) h ^= byte(data, i + 1) << 8;
  if (rest >= 1) h = imul(h ^ byte(data, i), m);
  h ^= h >>> 13;
  h = imul(h, m);
  h ^= h >>> 15;
  return h;
}

/** The partition of a key among `partitions`, equal to the Java client's default. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

function byte(data: Uint8Array, index: number): number {
  return data[index] as number;
}

const utf8 = new TextEncoder();
const letters = new Uint8Array(256);

/** Keys are ids and codes, and lanes ask for every one: plain letters are copied here, which an encoder takes ten times as long for. */
function copy(key: string): number {
  const { length } = key;
  if (length > letters.length) return -1;
  for (let i = 0; i < length; i++) {
    const code = key.charCodeAt(i);
    if (code > 127) return -1;
    letters[i] = code;
  }
  return length;
}
