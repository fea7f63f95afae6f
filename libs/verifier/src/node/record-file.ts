import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { NotVerifiedError } from '../platform.js';
import { UsageError } from './options.js';

/** A file that is longer than this can only be one with a record a line. */
const ONE_DOCUMENT_BYTES = 16_000_000;

/** What the log handed out of one record: by its bytes and salt, or by its public entry alone (a receipt, an erased person). */
export interface HandedOut {
  /** Line of the file, or place in the list; undefined for the only one. */
  readonly number: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * One record, a list of them (`items`), a receipt (`entries`), or one record a line as in an audit package, which may be of any length.
 * @throws UsageError when the file cannot be read, NotVerifiedError when it holds something else
 */
export async function* handedOutIn(path: string): AsyncIterable<HandedOut> {
  const document = (await lengthOf(path)) > ONE_DOCUMENT_BYTES ? undefined : parsed(await readFile(path, 'utf8'));
  if (document === undefined) return yield* linesOf(path);
  const listed = fieldsOf(document, 'the file');
  const list = listed['items'] ?? listed['entries'];
  if (!Array.isArray(list)) return yield { number: undefined, fields: listed };
  for (const [at, each] of list.entries()) yield { number: at + 1, fields: fieldsOf(each, `record ${at + 1}`) };
}

async function* linesOf(path: string): AsyncIterable<HandedOut> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++;
    if (line.trim() !== '') yield { number, fields: recordIn(line, `line ${number}`) };
  }
}

/** @throws NotVerifiedError saying that `what` is no record */
export function recordIn(line: string, what: string): HandedOut['fields'] {
  return fieldsOf(parsed(line), what);
}

async function lengthOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found || found.isDirectory()) throw new UsageError(`${path} cannot be read`);
  return found.size;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NotVerifiedError(`${what} is no record as the log hands it out`);
  return value as Record<string, unknown>;
}
