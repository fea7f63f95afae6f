import type { Tx } from '@doorstep/persistence';
import type { JournalEvent, JournalRecord } from '../domain/journal-record.js';
import type { Candidate } from './append-plan.js';
import { plainArray, textArray } from './array-literal.js';
import { blobOf } from './blob.js';
import type { KnownSource } from './journal-directory.js';
import { streamKey } from './journal-directory.js';
import { INSERT, INSERT_KEYS, INSERT_ODDITIES } from './journal.sql.js';

export interface Rows {
  readonly fresh: readonly Candidate[];
  readonly first: bigint;
  readonly receivedAt: string;
  readonly streams: ReadonlyMap<string, number>;
  readonly sources: ReadonlyMap<string, KnownSource>;
}

/** The records of a batch with consecutive indexes from `first`, and what each is known by. */
export async function writeRows(tx: Tx, rows: Rows): Promise<void> {
  await writeRecords(tx, rows);
  const indexed = rows.fresh.map((candidate, n) => ({ ...candidate, index: rows.first + BigInt(n) }));
  const numbered = indexed.filter(({ record }) => record.identity);
  if (numbered.length > 0)
    await tx.client.query({
      ...INSERT_KEYS,
      values: [
        plainArray(numbered.map(({ record }) => rows.sources.get(record.identity?.source ?? '')?.sourceId)),
        plainArray(numbered.map(({ record }) => record.identity?.sequence)),
        plainArray(numbered.map(({ index }) => index)),
        plainArray(numbered.map(({ digest }) => digest)),
      ],
    });
  const odd = indexed.filter(({ record }) => !record.identity);
  if (odd.length > 0)
    await tx.query(INSERT_ODDITIES, [
      textArray(odd.map(({ record }) => record.topic)),
      plainArray(odd.map(({ record }) => record.partition)),
      plainArray(odd.map(({ record }) => record.offset)),
      plainArray(odd.map(({ digest }) => digest)),
      plainArray(odd.map(({ index }) => index)),
    ]);
}

async function writeRecords(tx: Tx, { fresh, first, receivedAt, streams }: Rows): Promise<void> {
  const records = fresh.map(({ record }) => record);
  const blob = blobOf(records.map(({ bytes }) => bytes));
  const column = <T>(pick: (record: JournalRecord) => T): T[] => records.map(pick);
  const ofEvent = <T>(pick: (event: JournalEvent) => T): (T | null)[] =>
    records.map(({ event }) => (event ? pick(event) : null));
  await tx.client.query({
    ...INSERT,
    values: [
      first.toString(),
      receivedAt,
      blob.bytes,
      plainArray(blob.starts),
      plainArray(blob.lengths),
      plainArray(column((record) => streams.get(streamKey(record)))),
      plainArray(column((record) => record.partition)),
      plainArray(column((record) => record.offset)),
      plainArray(column((record) => record.identity?.sequence)),
      plainArray(ofEvent((event) => event.id)),
      plainArray(ofEvent((event) => event.time)),
      plainArray(ofEvent((event) => event.personId)),
      textArray(column((record) => (record.problem === null ? null : record.key))),
      textArray(ofEvent((event) => event.subject)),
      textArray(ofEvent((event) => event.actor)),
      textArray(ofEvent((event) => event.correlationId)),
      textArray(ofEvent((event) => event.causationId)),
      textArray(column((record) => record.problem)),
    ],
  });
}
