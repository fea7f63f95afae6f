import { NotVerifiedError } from '../../platform.js';

export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a package says of itself. */
export interface Manifest {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly snapshot: string;
  readonly events: number;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly checkpoint: string;
  readonly files: ReadonlyMap<string, ListedFile>;
  /** Names of the files with the records, in order. */
  readonly evidence: readonly string[];
}

export const MANIFEST = 'manifest.json';
export const CHECKPOINT = 'checkpoint.txt';
export const TABLE = 'events.csv';
const FORMAT = 'doorstep-audit-package/1';
const FIRST = ['README.txt', 'dictionary.json', CHECKPOINT];

/** @throws NotVerifiedError unless it is one, and lists all files of a package and no others */
export function readManifest(text: string): Manifest {
  const { format, files, filter, snapshot, events, madeAt, madeBy, checkpoint } = fieldsOf(parsed(text));
  if (format !== FORMAT) throw new NotVerifiedError(`${MANIFEST} is not of the format ${FORMAT}`);
  const listed = (Array.isArray(files) ? files : []).map(listedIn);
  const evidence = evidenceNames(listed.length - FIRST.length - 1);
  const wanted = [...FIRST, ...evidence, TABLE];
  if (listed.map(({ name }) => name).join() !== wanted.join())
    throw new NotVerifiedError(`${MANIFEST} does not list ${wanted.join(', ')}`);
  if (typeof snapshot !== 'string' || typeof events !== 'number' || typeof checkpoint !== 'string')
    throw new NotVerifiedError(`${MANIFEST} does not say snapshot, events and checkpoint`);
  return {
    ...{
      snapshot,
      events,
      checkpoint,
      evidence,
      filter: fieldsOf(filter),
      madeAt: String(madeAt),
      madeBy: String(madeBy),
    },
    files: new Map(listed.map((file) => [file.name, file])),
  };
}

/** Many records are divided among several files. */
function evidenceNames(count: number): string[] {
  if (count <= 1) return ['evidence.ndjson'];
  return Array.from({ length: count }, (_, n) => `evidence-${n + 1}.ndjson`);
}

function listedIn(value: unknown): ListedFile {
  const { name, bytes, sha256 } = fieldsOf(value);
  if (typeof name !== 'string' || typeof bytes !== 'number' || typeof sha256 !== 'string')
    throw new NotVerifiedError(`${MANIFEST} lists a file without its name, bytes or sha256`);
  return { name, bytes, sha256 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotVerifiedError(`${MANIFEST} is no JSON`);
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
