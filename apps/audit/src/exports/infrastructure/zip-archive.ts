import { createHash } from 'node:crypto';
import { Readable, pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { ArchiveFile, WrittenFile } from '../application/archive.port.js';
import { Archive } from '../application/archive.port.js';

/** Without ZIP64, which old tools cannot read, sizes and places have 32 bits. */
const MOST_BYTES = 0xffff_fffe;
const VERSION = 20;
/** Bit 3: sizes follow the content; bit 11: names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01, the first day of ZIP: the same content makes the same archive. */
const DATE = 0x0021;

interface Entry extends WrittenFile {
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

/** ZIP (APPNOTE 6.3, sections 4.3 and 4.4), written from front to back without knowing sizes beforehand. */
@Injectable()
export class ZipArchive extends Archive {
  async *pack(
    files: readonly ArchiveFile[],
    last: (written: readonly WrittenFile[]) => ArchiveFile,
  ): AsyncIterable<Uint8Array> {
    const entries: Entry[] = [];
    let offset = 0;
    for (let n = 0; n <= files.length; n++) {
      const file = files[n] ?? last(entries.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })));
      const name = Buffer.from(file.name, 'utf8');
      const head = Buffer.concat([
        fields([4, 0x04034b50], ...common(), [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
        name,
      ]);
      yield head;
      const seen = { crc: 0, bytes: 0, packed: 0, hash: createHash('sha256') };
      for await (const piece of deflated(file.content, seen)) {
        seen.packed += piece.length;
        if (offset + head.length + seen.packed > MOST_BYTES || seen.bytes > MOST_BYTES)
          throw new Error('the archive grew larger than ZIP can say');
        yield piece;
      }
      const { crc, bytes, packed } = seen;
      const tail = fields([4, 0x08074b50], [4, crc], [4, packed], [4, bytes]);
      yield tail;
      entries.push({ name: file.name, crc, bytes, packed, offset, sha256: seen.hash.digest('hex') });
      offset += head.length + packed + tail.length;
    }
    yield directoryOf(entries, offset);
  }
}

interface Seen {
  crc: number;
  bytes: number;
  readonly hash: ReturnType<typeof createHash>;
}

async function* deflated(content: AsyncIterable<string>, seen: Seen): AsyncIterable<Buffer> {
  async function* counted(): AsyncIterable<Buffer> {
    for await (const text of content) {
      const bytes = Buffer.from(text, 'utf8');
      seen.crc = crc32(bytes, seen.crc);
      seen.bytes += bytes.length;
      seen.hash.update(bytes);
      yield bytes;
    }
  }
  // A failing content ends the deflater with its error, which the loop of the reader then throws.
  const deflater = pipeline(Readable.from(counted()), createDeflateRaw(), () => undefined);
  for await (const piece of deflater) yield piece as Buffer;
}

function directoryOf(entries: readonly Entry[], offset: number): Buffer {
  const heads = entries.map(({ name, crc, packed, bytes, offset: place }) => {
    const text = Buffer.from(name, 'utf8');
    const sizes = [
      [4, crc],
      [4, packed],
      [4, bytes],
      [2, text.length],
    ] as const;
    const rest = [
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, place],
    ] as const;
    return Buffer.concat([fields([4, 0x02014b50], [2, VERSION], ...common(), ...sizes, ...rest), text]);
  });
  const directory = Buffer.concat(heads);
  const counts = [
    [2, entries.length],
    [2, entries.length],
  ] as const;
  return Buffer.concat([
    directory,
    fields([4, 0x06054b50], [2, 0], [2, 0], ...counts, [4, directory.length], [4, offset], [2, 0]),
  ]);
}

type Field = readonly [bytes: 2 | 4, value: number];

function common(): Field[] {
  return [
    [2, VERSION],
    [2, FLAGS],
    [2, DEFLATE],
    [2, 0],
    [2, DATE],
  ];
}

function fields(...all: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of all) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
