import { crc32, inflateRawSync } from 'node:zlib';

/** The files of an archive as its directory names them; throws when a checksum or size is wrong. */
export function unzipped(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [crc, packed, bytes] = [16, 20, 24].map((place) => archive.readUInt32LE(at + place)) as [
      number,
      number,
      number,
    ];
    const length = archive.readUInt16LE(at + 28);
    const offset = archive.readUInt32LE(at + 42);
    const begin = offset + 30 + archive.readUInt16LE(offset + 26);
    const content = inflateRawSync(archive.subarray(begin, begin + packed));
    if (crc32(content) !== crc || content.length !== bytes) throw new Error('a file of the archive is damaged');
    files.set(archive.toString('utf8', at + 46, at + 46 + length), content);
    at += 46 + length;
  }
  return files;
}
