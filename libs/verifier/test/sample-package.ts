import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Signer } from './sample-log.js';
import { checkpointOf, leafOf, pathOf } from './sample-log.js';

/** A file of a package: what it is called and holds, and whatever a forger wants said of it instead. */
export interface PackagedFile {
  readonly name: string;
  readonly content: string;
  /** Length that the archive says. */
  readonly bytes?: number;
}

const sha256 = (...parts: (Buffer | string)[]) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum;
};

/** Records as the log hands them out, with their proofs under one checkpoint. */
export function sampleRecords(count: number, signer: Signer) {
  const bare = Array.from({ length: count }, (_, n) => {
    const eventId = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    const document = { actor: 'staff:a', correlationid: 'x', id: eventId, sequence: String(n + 1) };
    const more = { source: 'benefits/0/1', time: '2026-11-30T00:00:00.000Z', type: 'x' };
    const [bytes, salt] = [Buffer.from(JSON.stringify({ ...document, ...more })), Buffer.alloc(32, n)];
    const commitment = sha256(salt, bytes).digest('base64');
    const entry = `{"commitment":"${commitment}","sequence":"${n + 1}","source":"benefits/0/1"}`;
    const said = { source: 'benefits/0/1', sequence: String(n + 1), eventId, type: 'x', leafIndex: String(n) };
    return { ...said, bytes: bytes.toString('base64'), salt: salt.toString('base64'), entry };
  });
  const entries = bare.map(({ entry }) => Buffer.from(entry));
  const leaves = entries.map(leafOf);
  const checkpoint = checkpointOf(entries, signer);
  const records = bare.map((record, index) => {
    const path = pathOf(index, leaves).map((hash) => `${hash.toString('base64')}\n`);
    return { ...record, proof: `c2sp.org/tlog-proof@v1\nindex ${index}\n${path.join('')}\n${checkpoint}` };
  });
  return { records, checkpoint };
}
export type SampleRecord = Omit<ReturnType<typeof sampleRecords>['records'][number], 'proof' | 'bytes' | 'salt'> & {
  readonly proof: string | null;
  readonly bytes: string | null;
  readonly salt: string | null;
};

/** One row a record, and one of an event that has no number, whose text has an end of line. */
export function tableOf(
  records: readonly Pick<SampleRecord, 'leafIndex' | 'eventId' | 'source' | 'sequence'>[],
): string {
  const head = ['leafIndex', 'id', 'source', 'sequence', 'type', 'time', 'actor', 'correlationId', 'altered'];
  const rows = records.map(({ leafIndex, eventId, source, sequence }) => [
    ...[leafIndex, eventId, source, sequence, 'x', '2026-11-30T00:00:00.000Z', 'staff:a', 'x', ''],
  ]);
  const all = [head.map((name) => `列 ${name}`), ...rows];
  const text = all.map((row) => `${row.map((cell) => (cell === '' ? '' : `"${cell}"`)).join(',')}\r\n`).join('');
  return `\uFEFF${text},"none",,,"x",,"says ""so"",\r\n and more",,\r\n`;
}

/** The files of a package before the manifest. */
export function filesOf(records: readonly SampleRecord[], checkpoint: string): PackagedFile[] {
  return [
    { name: 'README.txt', content: 'how to verify\n' },
    { name: 'dictionary.json', content: '{"columns":[]}\n' },
    { name: 'checkpoint.txt', content: checkpoint },
    { name: 'evidence.ndjson', content: records.map((record) => `${JSON.stringify(record)}\n`).join('') },
    { name: 'events.csv', content: tableOf(records) },
  ];
}

export function manifestOf(files: readonly PackagedFile[], checkpoint: string, events: number): PackagedFile {
  const listed = files.map(({ name, content, bytes }) => ({
    ...{ name, bytes: bytes ?? Buffer.byteLength(content) },
    sha256: sha256(content).digest('hex'),
  }));
  const note = {
    filter: { siteId: 'puya' },
    snapshot: '9',
    events,
    madeAt: '2026-11-30T00:00:00.000Z',
    madeBy: 'staff:a',
  };
  const content = JSON.stringify({ format: 'doorstep-audit-package/1', ...note, checkpoint, files: listed });
  return { name: 'manifest.json', content };
}

const le = (bytes: number, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

/** What somebody who writes archives by hand may do. */
interface Forger {
  /** Name of a file that has no packed content at all. */
  readonly unpacked?: string;
  /** Stands behind each packed content, as a part of it. */
  readonly behind?: Buffer;
}

/** A ZIP archive by the book (APPNOTE 6.3), with nothing of the server's code and nothing of the verifier's. */
export function zipOf(files: readonly PackagedFile[], forger: Forger = {}): Buffer {
  const [parts, directory]: Buffer[][] = [[], []];
  let offset = 0;
  const common = [le(2, 20), le(2, 0x0808), le(2, 8), le(2, 0), le(2, 0x21)];
  for (const { name, content, bytes = Buffer.byteLength(content) } of files) {
    const [title, deflated] = [Buffer.from(name), name === forger.unpacked ? Buffer.alloc(0) : deflateRawSync(content)];
    const packed = Buffer.concat([deflated, forger.behind ?? Buffer.alloc(0)]);
    const sizes = [le(4, crc32(content)), le(4, packed.length), le(4, bytes)];
    const file = Buffer.concat([
      ...[le(4, 0x04034b50), ...common, Buffer.alloc(12), le(2, title.length), le(2, 0), title, packed],
      ...[le(4, 0x08074b50), ...sizes],
    ]);
    parts?.push(file);
    const rest = [le(2, title.length), Buffer.alloc(12), le(4, offset), title];
    directory?.push(Buffer.concat([le(4, 0x02014b50), le(2, 20), ...common, ...sizes, ...rest]));
    offset += file.length;
  }
  const list = Buffer.concat(directory as Buffer[]);
  const counts = [le(2, files.length), le(2, files.length), le(4, list.length), le(4, offset)];
  return Buffer.concat([...(parts as Buffer[]), list, le(4, 0x06054b50), le(4, 0), ...counts, le(2, 0)]);
}

/** What whoever unpacks the archive gets, joined. */
export function unpackedFrom(archive: Buffer): string {
  let [text, at] = ['', archive.readUInt32LE(archive.length - 6)];
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const [packed, title, offset] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ];
    const start = offset + 30 + title;
    text += inflateRawSync(archive.subarray(start, start + packed)).toString();
    at += 46 + title;
  }
  return text;
}
