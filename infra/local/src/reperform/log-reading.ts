import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RecordList, SourceList, SourceView } from '@doorstep/contracts';
import { SetupProblem } from '../platform/problem.js';
import type { Ask } from './ask.js';
import { RefusedError } from './ask.js';

/**
 * `erased`: the person's key and bytes were destroyed. `missing`: the log never had that number. `altered`: its row is not what was
 * journalled, or was taken out.
 */
export interface LogRecord {
  readonly source: string;
  readonly sequence: number;
  readonly bytes: Buffer | 'erased' | 'missing' | 'altered';
}

export type LogReading = AsyncIterable<LogRecord>;

/** Those that tell something about decisions. */
const SERVICES = ['registry', 'meal-orders', 'day-care', 'benefits'];

/** All numbers of all sources through the gateway, a page at a time, up to where the log was when each source was begun. */
export async function* readLog(ask: Ask): LogReading {
  const { items } = await ask<SourceList>('/audit/v1/sources');
  for (const view of items.filter(({ source }) => isTold(source)).sort(byEpoch)) yield* readSource(ask, view);
}

/** Up to the mark below which nothing is on its way any more: there a number is in the log, in a gap, or erased. */
async function* readSource(ask: Ask, { source, highWaterMark, gaps }: SourceView): LogReading {
  const to = Number(highWaterMark);
  const isGap = (sequence: number): boolean =>
    gaps.some(({ fromSequence, toSequence }) => sequence >= Number(fromSequence) && sequence <= Number(toSequence));
  const without = (sequence: number): LogRecord => ({
    source,
    sequence,
    bytes: isGap(sequence) ? 'missing' : 'erased',
  });
  let next = 1;
  for (let from = to === 0 ? null : '1'; from !== null;) {
    const page = await readPage(ask, { source, fromSequence: from, toSequence: highWaterMark });
    for (const { sequence, bytes } of page.items) {
      for (; next < Number(sequence); next++) yield without(next);
      yield { source, sequence: next++, bytes: bytes === null ? 'altered' : Buffer.from(bytes, 'base64') };
    }
    from = page.next;
  }
  for (; next <= to; next++) yield without(next);
}

interface Page {
  /** Without bytes where the record was altered. */
  readonly items: readonly { readonly sequence: string; readonly bytes: string | null }[];
  readonly next: string | null;
}

/** A page is refused when one of its records was altered: then what stands before that one is read, and behind it one goes on. */
async function readPage(
  ask: Ask,
  range: Readonly<Record<'source' | 'fromSequence' | 'toSequence', string>>,
): Promise<Page> {
  try {
    return await ask<RecordList>(`/audit/v1/records?${new URLSearchParams(range).toString()}`);
  } catch (error) {
    const altered = alteredIn(error);
    if (altered === undefined) throw error;
    const [from, to, at] = [range.fromSequence, range.toSequence, altered].map(BigInt) as [bigint, bigint, bigint];
    if (at < from || at > to) throw error;
    const before: Page =
      at === from ? { items: [], next: null } : await readPage(ask, { ...range, toSequence: String(at - 1n) });
    if (before.next !== null) return before;
    return {
      items: [...before.items, { sequence: altered, bytes: null }],
      next: at === to ? null : String(at + 1n),
    };
  }
}

function alteredIn(error: unknown): string | undefined {
  if (!(error instanceof RefusedError)) return undefined;
  const { code, details } = error.body as { code?: string; details?: { sequence?: string } };
  return code === 'AUDIT.RECORD_ALTERED' ? details?.sequence : undefined;
}

/**
 * From a folder of `*.ndjson` files, taken in the order of their names: a record a line as `GET /audit/v1/records` gives it (`source`,
 * `sequence`, and `bytes` in base64, or null when erased or, by `altered`, altered). Numbers of a source ascend.
 */
export async function* readFolder(folder: string): LogReading {
  const next = new Map<string, number>();
  for (const name of ndjsonFiles(folder)) {
    const lines = createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Infinity });
    let number = 0;
    for await (const line of lines) {
      number += 1;
      if (line.trim() === '') continue;
      const record = recordOf(line, `${name}:${number}`);
      if (!isTold(record.source)) continue;
      let expected = next.get(record.source) ?? 1;
      if (record.sequence < expected)
        throw new SetupProblem(`${name}:${number}: ${record.source} ${record.sequence} stands twice or out of order.`);
      for (; expected < record.sequence; expected++)
        yield { source: record.source, sequence: expected, bytes: 'missing' };
      yield record;
      next.set(record.source, expected + 1);
    }
  }
}

function ndjsonFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
    if (names.length > 0) return names.sort();
  } catch (cause) {
    throw new SetupProblem(`The folder ${folder} cannot be read: ${(cause as Error).message}`);
  }
  throw new SetupProblem(`The folder ${folder} has no *.ndjson file.`);
}

function recordOf(line: string, where: string): LogRecord {
  const { source, sequence, bytes, altered } = objectOf(line, where);
  const number = Number(sequence);
  if (typeof source !== 'string' || !Number.isSafeInteger(number) || number < 1)
    throw new SetupProblem(`${where}: no record of the log (source, sequence, bytes).`);
  if (bytes === null) return { source, sequence: number, bytes: altered === true ? 'altered' : 'erased' };
  if (typeof bytes !== 'string') throw new SetupProblem(`${where}: bytes must be base64, or null when erased.`);
  return { source, sequence: number, bytes: Buffer.from(bytes, 'base64') };
}

function objectOf(line: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new SetupProblem(`${where}: not a JSON object.`);
}

const isTold = (source: string): boolean => SERVICES.includes(source.split('/')[0] ?? '');

/** Epochs of a source follow each other. */
function byEpoch(a: SourceView, b: SourceView): number {
  const [nameA = '', shardA, epochA] = a.source.split('/');
  const [nameB = '', shardB, epochB] = b.source.split('/');
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return Number(shardA) - Number(shardB) || Number(epochA) - Number(epochB);
}
