import type { Tx } from '@doorstep/persistence';
import type { JournalRecord } from '../domain/journal-record.js';
import type { SiteFacts } from '../domain/site-facts.js';
import { CopyBuffer } from './copy-buffer.js';
import { copyIn } from './copy-in.js';
import { streamKey } from './journal-directory.js';
import { COPY_FACTS, COPY_SHARES, PUT_SITES } from './journal.sql.js';

export interface FactRows {
  readonly fresh: readonly { readonly record: Pick<JournalRecord, 'identity' | 'topic' | 'event' | 'problem'> }[];
  readonly first: bigint;
  readonly receivedAt: Date;
  readonly streams: ReadonlyMap<string, number>;
}

const FACT_BYTES = 300;
const SHARE_BYTES = 60;

/** What the records of a batch can be searched by: one row for every record, also for those that nobody can read. */
export async function writeFacts(tx: Tx, rows: FactRows): Promise<void> {
  await copyIn(tx.client, COPY_FACTS, factRows(rows));
  const shares = shareRows(rows);
  if (shares) await copyIn(tx.client, COPY_SHARES, shares);
  const sites = rows.fresh.flatMap(({ record: { identity, event } }) => (identity && event?.site ? [event.site] : []));
  if (sites.length > 0) await putSites(tx, sites);
}

function factRows({ fresh, first, receivedAt, streams }: FactRows): Buffer {
  const rows = new CopyBuffer(fresh.length * FACT_BYTES);
  let index = first;
  for (const { record } of fresh) {
    const { event } = record;
    rows.row(19);
    rows.int8(index++);
    rows.timestamp(event?.time ?? receivedAt);
    rows.int4(streams.get(streamKey(record)) as number);
    rows.bool(record.problem === null);
    if (event) writeFactsOf(rows, event);
    else for (let field = 0; field < 15; field++) rows.null();
  }
  return rows.finish();
}

function writeFactsOf(rows: CopyBuffer, { id, personId, actor, facts }: NonNullable<JournalRecord['event']>): void {
  rows.uuid(id);
  rows.uuid(personId);
  for (const text of [actor, facts.siteId, facts.area, facts.reason, facts.tillId, facts.mealPeriod]) rows.text(text);
  rows.date(facts.serviceDate);
  if (facts.happenedAt) rows.timestamp(facts.happenedAt);
  else rows.null();
  rows.uuid(facts.subjectId);
  rows.uuid(facts.claimId);
  if (facts.quantity === null) rows.null();
  else rows.int4(facts.quantity);
  for (const fen of [facts.amountFen, facts.subsidyFen])
    if (fen === null) rows.null();
    else rows.int8(BigInt(fen));
}

function shareRows({ fresh, first, receivedAt }: FactRows): Buffer | undefined {
  const rows = new CopyBuffer(fresh.length * SHARE_BYTES);
  let [index, written] = [first, 0];
  for (const { record } of fresh) {
    const here = index++;
    for (const { funder, fen } of record.event?.facts.shares ?? []) {
      rows.row(4);
      rows.text(funder);
      rows.timestamp(record.event?.time ?? receivedAt);
      rows.int8(here);
      rows.int8(BigInt(fen));
      written++;
    }
  }
  return written > 0 ? rows.finish() : undefined;
}

async function putSites(tx: Tx, sites: readonly SiteFacts[]): Promise<void> {
  await tx.query(PUT_SITES, [
    sites.map(({ siteId }) => siteId),
    sites.map(({ version }) => version),
    sites.map(({ kind }) => kind),
    sites.map(({ province }) => province),
    sites.map(({ city }) => city),
    sites.map(({ district }) => district),
    sites.map(({ town }) => town),
    sites.map(({ places }) => places),
  ]);
}
