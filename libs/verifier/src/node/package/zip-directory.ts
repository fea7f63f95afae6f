import type { FileHandle } from 'node:fs/promises';
import { NotVerifiedError } from '../../platform.js';

/** A file of an archive, as the directory at its end and the header before it say alike. */
export interface PackedFile {
  readonly name: string;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its deflated content begins. */
  readonly start: number;
}

const END_BYTES = 22;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
const DESCRIPTOR_BYTES = 16;
/** A package has six files. */
const MOST_DIRECTORY_BYTES = 65_536;
/** Version 2.0, sizes behind the content, names in UTF-8, deflated, no time, the first day of ZIP. */
const COMMON = Buffer.from('14000808080000002100', 'hex');
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * The files of a ZIP archive (APPNOTE 6.3, 4.3) that is written in the one way in which the log writes packages: every byte before the
 * directory belongs to exactly one file, and no byte of a header is without a meaning. So nothing is hidden in it, and no two readers see
 * different files. @throws NotVerifiedError
 */
export async function readDirectory(archive: FileHandle): Promise<PackedFile[]> {
  const { size } = await archive.stat();
  const end = size < END_BYTES ? Buffer.alloc(END_BYTES) : await bytesAt(archive, size - END_BYTES, END_BYTES);
  const [count, length, place] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  const expected = Buffer.concat([
    le(4, 0x06054b50),
    le(4, 0),
    le(2, count),
    le(2, count),
    le(4, length),
    le(4, place),
    le(2, 0),
  ]);
  if (!end.equals(expected) || place + length + END_BYTES !== size)
    throw new NotVerifiedError('it does not end as a package does: it was cut off, something was added, or it is none');
  if (length > MOST_DIRECTORY_BYTES) throw new NotVerifiedError('its directory is longer than that of any package');
  const files = entriesIn(await bytesAt(archive, place, length), count);
  const at = await checkHeaders(archive, files);
  if (at !== place) throw new NotVerifiedError('there are bytes that belong to no file before its directory');
  return files;
}

function entriesIn(directory: Buffer, count: number): PackedFile[] {
  const files: PackedFile[] = [];
  const names = new Set<string>();
  let [at, start] = [0, 0];
  while (at + ENTRY_BYTES <= directory.length) {
    const head = directory.subarray(at, at + ENTRY_BYTES);
    const [crc, packedBytes, bytes, length] = [
      head.readUInt32LE(16),
      head.readUInt32LE(20),
      head.readUInt32LE(24),
      head.readUInt16LE(28),
    ];
    const name = nameIn(directory.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + length));
    const sizes = [le(4, crc), le(4, packedBytes), le(4, bytes), le(2, length)];
    const expected = Buffer.concat([le(4, 0x02014b50), le(2, 20), COMMON, ...sizes, Buffer.alloc(12), le(4, start)]);
    if (!head.equals(expected)) throw new NotVerifiedError(`the directory says of ${name} what no package says`);
    if (names.has(name)) throw new NotVerifiedError(`it holds ${name} twice`);
    names.add(name);
    files.push({ name, crc, packedBytes, bytes, start: start + HEADER_BYTES + length });
    start += HEADER_BYTES + length + packedBytes + DESCRIPTOR_BYTES;
    at += ENTRY_BYTES + length;
  }
  if (at !== directory.length || files.length !== count)
    throw new NotVerifiedError('its directory does not hold as many files as it says');
  return files;
}

/** A name that could lead out of a folder, or is read in two ways, is none. */
function nameIn(bytes: Buffer): string {
  const name = bytes.toString('latin1');
  if (!NAME.test(name)) throw new NotVerifiedError(`${JSON.stringify(name)} is no name of a file of a package`);
  return name;
}

/** Answers where the last one ends. */
async function checkHeaders(archive: FileHandle, files: readonly PackedFile[]): Promise<number> {
  let at = 0;
  for (const { name, crc, packedBytes, bytes, start } of files) {
    const text = Buffer.from(name);
    const head = Buffer.concat([le(4, 0x04034b50), COMMON, Buffer.alloc(12), le(2, text.length), le(2, 0), text]);
    const foot = Buffer.concat([le(4, 0x08074b50), le(4, crc), le(4, packedBytes), le(4, bytes)]);
    const [found, behind] = [
      await bytesAt(archive, at, head.length),
      await bytesAt(archive, start + packedBytes, foot.length),
    ];
    if (!head.equals(found) || !foot.equals(behind))
      throw new NotVerifiedError(`what stands around ${name} is not what the directory says of it`);
    at = start + packedBytes + DESCRIPTOR_BYTES;
  }
  return at;
}

/** Fewer where the file ends. */
async function bytesAt(archive: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await archive.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function le(bytes: 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
