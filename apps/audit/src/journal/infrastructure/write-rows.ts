import { CopyBuffer, copyIn, sqlArray, type Tx } from '@doorstep/persistence';
import type { Candidate } from './append-plan.js';
import type { KnownSource } from './journal-directory.js';
import { streamKey } from './journal-directory.js';
import { INSERT_ODDITIES, KEY_COLUMNS, RECORD_COLUMNS } from './journal.sql.js';
import type { SealedRecord } from './record-sealer.js';

export interface Rows {
  readonly fresh: readonly Candidate[];
  /** Of the same records, in the same order. */
  readonly sealed: readonly SealedRecord[];
  readonly first: bigint;
  readonly firstLeaf: bigint;
  readonly receivedAt: Date;
  readonly streams: ReadonlyMap<string, number>;
  readonly sources: ReadonlyMap<string, KnownSource>;
}

/** Everything of a row but its texts and bytes, generously. */
const ROW_BYTES = 500;
const KEY_ROW_BYTES = 50;

/**
 * The records of a batch with consecutive indexes from `first`, and what each is known by. Those with a number become leaves of the
 * log, from `firstLeaf` on; answers how many they are.
 */
export async function writeRows(tx: Tx, rows: Rows): Promise<number> {
  await copyIn(tx, 'journal', RECORD_COLUMNS, recordRows(rows));
  const leaves = rows.sealed.filter(({ commitment }) => commitment).length;
  if (leaves > 0) await copyIn(tx, 'journal_key', KEY_COLUMNS, keyRows(rows));
  await writeOddities(tx, rows);
  return leaves;
}

function recordRows({ fresh, sealed, first, firstLeaf, receivedAt, streams }: Rows): Buffer {
  const total = sealed.reduce((sum, { bytes }) => sum + ROW_BYTES + (bytes?.length ?? 0), 0);
  const rows = new CopyBuffer(total);
  let [index, leaf] = [first, firstLeaf];
  for (const [n, { record }] of fresh.entries()) {
    const { bytes, keyId, commitment } = sealed[n] as SealedRecord;
    rows.row(RECORD_COLUMNS.length);
    rows.int8(index++);
    rows.timestamp(receivedAt);
    rows.int4(streams.get(streamKey(record)) as number);
    rows.int2(record.partition);
    rows.int8(BigInt(record.offset));
    if (record.identity) rows.int8(record.identity.sequence);
    else rows.null();
    rows.text(record.key);
    writeEvent(rows, record.event);
    rows.text(record.problem);
    rows.bytes(bytes);
    rows.int4(keyId);
    if (commitment) rows.int8(leaf++);
    else rows.null();
    rows.bytes(commitment);
  }
  return rows.finish();
}

function writeEvent(rows: CopyBuffer, event: Candidate['record']['event']): void {
  if (!event) {
    for (let field = 0; field < 7; field++) rows.null();
    return;
  }
  rows.uuid(event.id);
  rows.timestamp(event.time);
  if (event.personId === null) rows.null();
  else rows.uuid(event.personId);
  rows.text(event.subject);
  rows.text(event.actor);
  rows.text(event.correlationId);
  rows.text(event.causationId);
}

function keyRows({ fresh, first, sources }: Rows): Buffer {
  const rows = new CopyBuffer(fresh.length * KEY_ROW_BYTES);
  let index = first;
  for (const { record, digest } of fresh) {
    const here = index++;
    if (!record.identity) continue;
    rows.row(KEY_COLUMNS.length);
    rows.int4(sources.get(record.identity.source)?.sourceId as number);
    rows.int8(record.identity.sequence);
    rows.int8(here);
    rows.int8(digest);
  }
  return rows.finish();
}

async function writeOddities(tx: Tx, { fresh, first }: Rows): Promise<void> {
  const odd: (Candidate & { readonly index: bigint })[] = [];
  for (const [n, candidate] of fresh.entries())
    if (!candidate.record.identity) odd.push({ ...candidate, index: first + BigInt(n) });
  if (odd.length === 0) return;
  await tx.query(INSERT_ODDITIES, [
    sqlArray(odd.map(({ record }) => record.topic)),
    sqlArray(odd.map(({ record }) => record.partition)),
    sqlArray(odd.map(({ record }) => record.offset)),
    sqlArray(odd.map(({ digest }) => digest)),
    sqlArray(odd.map(({ index }) => index)),
  ]);
}
