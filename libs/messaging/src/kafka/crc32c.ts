/** Castagnoli, bits reversed. */
const POLYNOMIAL = 0x82f63b78;
const BYTES = 256;
/** Bytes that one turn takes in. */
const LANES = 8;
const WORD = 4;
/** The table of lane n moves a byte n places further than the first one. */
const tables = tablesOf();

/** CRC-32C of part of a buffer, as Kafka's record batches carry it: an unsigned 32-bit number. Words of memory are little-endian here. */
export function crc32c(buffer: Uint8Array, from: number, end: number): number {
  const [first] = tables as [Int32Array];
  let crc = -1;
  let at = from;
  for (; at < end && (buffer.byteOffset + at) % WORD !== 0; at++)
    crc = (first[(crc ^ (buffer[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  const words = new Int32Array(buffer.buffer, buffer.byteOffset + at, Math.floor((end - at) / LANES) * 2);
  crc = ofWords(crc, words);
  for (at += words.byteLength; at < end; at++)
    crc = (first[(crc ^ (buffer[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function ofWords(start: number, words: Int32Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as Tables;
  let crc = start;
  for (let n = 0; n < words.length; n += 2) {
    const low = crc ^ (words[n] as number);
    const high = words[n + 1] as number;
    crc =
      (t7[low & 0xff] as number) ^
      (t6[(low >>> 8) & 0xff] as number) ^
      (t5[(low >>> 16) & 0xff] as number) ^
      (t4[low >>> 24] as number) ^
      (t3[high & 0xff] as number) ^
      (t2[(high >>> 8) & 0xff] as number) ^
      (t1[(high >>> 16) & 0xff] as number) ^
      (t0[high >>> 24] as number);
  }
  return crc;
}

type Tables = readonly [
  ...[Int32Array, Int32Array, Int32Array, Int32Array],
  ...[Int32Array, Int32Array, Int32Array, Int32Array],
];

function tablesOf(): readonly Int32Array[] {
  const first = Int32Array.from({ length: BYTES }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });
  const made = [first];
  while (made.length < LANES) {
    const before = made.at(-1) as Int32Array;
    made.push(before.map((crc) => (crc >>> 8) ^ (first[crc & 0xff] as number)));
  }
  return made;
}
