import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { NotVerifiedError } from '../../platform.js';
import type { ListedFile } from './manifest.js';
import type { PackedFile } from './zip-directory.js';

/**
 * The content of a file of an archive in pieces, in bounded memory; never more of it than the directory says.
 * @param listed what the manifest says of it, compared when the last piece was taken
 * @throws NotVerifiedError
 */
export async function* unpacked(archive: FileHandle, file: PackedFile, listed?: ListedFile): AsyncIterable<Buffer> {
  const { name, crc, packedBytes, bytes } = file;
  // What is deflated has a byte at least.
  if (packedBytes === 0) throw new NotVerifiedError(`${name} is not the file that was packed`);
  const hash = createHash('sha256');
  const seen = { bytes: 0, crc: 0 };
  for await (const piece of inflated(archive, file)) {
    seen.bytes += piece.length;
    if (seen.bytes > bytes)
      throw new NotVerifiedError(`${name} is longer than the ${bytes} bytes that it is said to have`);
    seen.crc = crc32(piece, seen.crc);
    hash.update(piece);
    yield piece;
  }
  if (seen.bytes !== bytes || seen.crc !== crc) throw new NotVerifiedError(`${name} is not the file that was packed`);
  if (listed && (listed.bytes !== bytes || listed.sha256 !== hash.digest('hex')))
    throw new NotVerifiedError(`${name} is not the file whose SHA-256 the manifest lists`);
}

/** For small files. @throws NotVerifiedError also when it is longer than `most` bytes */
export async function textIn(
  archive: FileHandle,
  file: PackedFile,
  most: number,
  listed?: ListedFile,
): Promise<string> {
  if (file.bytes > most) throw new NotVerifiedError(`${file.name} is longer than ${most} bytes`);
  const pieces: Buffer[] = [];
  for await (const piece of unpacked(archive, file, listed)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function* inflated(archive: FileHandle, { name, start, packedBytes }: PackedFile): AsyncIterable<Buffer> {
  const packed = archive.createReadStream({ start, end: start + packedBytes - 1, autoClose: false });
  const inflater = createInflateRaw();
  try {
    for await (const piece of pipeline(packed, inflater, () => undefined)) yield piece as Buffer;
  } catch (error) {
    if (error instanceof NotVerifiedError) throw error;
    throw new NotVerifiedError(`${name} cannot be unpacked: ${(error as Error).message}`);
  }
  // The inflater stops where the content ends; what follows would be seen by nobody.
  if (inflater.bytesWritten !== packedBytes)
    throw new NotVerifiedError(`there are bytes behind the content of ${name}`);
}
