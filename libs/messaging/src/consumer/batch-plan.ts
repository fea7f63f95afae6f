import { assert } from '@doorstep/kernel';
import type { QueueEntry } from '../parked/parked-store.js';
import type { HeldKey } from './dispatcher.js';
import type { InspectedRecord } from './inspected-record.js';
import type { PositionBook } from './positions.js';

/** What is missing before an event. */
export interface Gap {
  readonly source: string;
  readonly after: bigint;
  readonly previous: bigint;
  readonly sequence: bigint;
}

export interface BatchPlan {
  /** Everything that is read for the first time, for handlers of every record. */
  readonly taken: readonly InspectedRecord[];
  readonly dispatch: readonly InspectedRecord[];
  readonly queue: readonly QueueEntry[];
  readonly gap?: Gap;
}

export interface PlanInput {
  readonly records: readonly InspectedRecord[];
  readonly book: PositionBook;
  readonly blocked: ReadonlySet<string>;
  /** Keys that an earlier run of this batch found to have to wait. */
  readonly held: ReadonlyMap<string, HeldKey>;
  /** The topic is read record by record: bad ones are the reader's business and a gap is its finding. */
  readonly everyRecord: boolean;
}

/** Decides what a batch does with each of its records. A gap ends the batch before it. */
export function planBatch({ records, book, blocked, held, everyRecord }: PlanInput): BatchPlan {
  const taken: InspectedRecord[] = [];
  const dispatch: InspectedRecord[] = [];
  const queue: QueueEntry[] = [];
  const parkedNow = new Map<string, string>();
  for (const record of records) {
    const verdict = everyRecord ? book.judgeJournal(record) : book.judge(record);
    if (verdict === 'skip') continue;
    if (verdict === 'gap') return { taken, dispatch, queue, gap: gapBefore(record, book) };
    taken.push(record);
    if (record.kind === 'unwanted' || (record.kind === 'bad' && everyRecord)) continue;
    const entry = entryFor(record, blocked, parkedNow, held);
    if (entry) queue.push(entry);
    else dispatch.push(record);
  }
  return { taken, dispatch, queue };
}

function entryFor(
  record: InspectedRecord,
  blocked: ReadonlySet<string>,
  parkedNow: Map<string, string>,
  held: ReadonlyMap<string, HeldKey>,
): QueueEntry | undefined {
  const { key, record: raw } = record;
  const parkedBecause = blocked.has(key) ? 'BEHIND' : parkedNow.get(key);
  if (parkedBecause !== undefined) return { key, state: 'parked', reason: parkedBecause, record: raw };
  const waiting = held.get(key);
  if (waiting?.records.includes(record)) {
    const { reason, giveUpAfterMs } = waiting;
    return { key, state: 'waiting', reason, giveUpAfterMs, record: raw };
  }
  if (record.kind !== 'bad') return undefined;
  const reason = record.problem ?? 'MALFORMED';
  parkedNow.set(key, reason);
  return { key, state: 'parked', reason, record: raw };
}

function gapBefore({ numbers }: InspectedRecord, book: PositionBook): Gap {
  assert(numbers, 'only a numbered record shows a gap');
  const { source, previous, sequence } = numbers;
  return { source, previous, sequence, after: book.positionOf(source) };
}
