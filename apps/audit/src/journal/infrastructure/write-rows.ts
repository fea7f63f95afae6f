import type { Tx } from '@doorstep/persistence';
import type { JournalEvent, JournalRecord } from '../domain/journal-record.js';
import type { Candidate } from './append-plan.js';
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
  const indexed = rows.fresh.map((candidate, n) => ({ ...candidate, index: (rows.first + BigInt(n)).toString() }));
  const numbered = indexed.filter(({ record }) => record.identity);
  if (numbered.length > 0)
    await tx.client.query({
      ...INSERT_KEYS,
      values: [
        numbered.map(({ record }) => rows.sources.get(record.identity?.source ?? '')?.sourceId),
        numbered.map(({ record }) => record.identity?.sequence.toString()),
        numbered.map(({ index }) => index),
        numbered.map(({ digest }) => digest.toString()),
      ],
    });
  const odd = indexed.filter(({ record }) => !record.identity);
  if (odd.length > 0)
    await tx.query(INSERT_ODDITIES, [
      odd.map(({ record }) => record.topic),
      odd.map(({ record }) => record.partition),
      odd.map(({ record }) => record.offset),
      odd.map(({ digest }) => digest.toString()),
      odd.map(({ index }) => index),
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
      blob.starts,
      blob.lengths,
      column((record) => streams.get(streamKey(record))),
      column((record) => record.partition),
      column((record) => record.offset),
      column((record) => record.identity?.sequence.toString() ?? null),
      ofEvent((event) => event.id),
      ofEvent((event) => event.time),
      ofEvent((event) => event.personId),
      column((record) => record.key),
      ofEvent((event) => event.subject),
      ofEvent((event) => event.actor),
      ofEvent((event) => event.correlationId),
      ofEvent((event) => event.causationId),
      column((record) => record.problem),
    ],
  });
}
