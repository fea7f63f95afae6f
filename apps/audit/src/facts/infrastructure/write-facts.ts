import { CopyBuffer, copyIn, type Tx } from '@doorstep/persistence';
import type { SiteFacts } from '../domain/site-facts.js';
import { FACT_COLUMNS, PUT_SITES, REFERENCE_COLUMNS, SHARE_COLUMNS } from './facts.sql.js';
import type { NotedRecord } from './noted-record.js';

const FACT_BYTES = 400;
const SHARE_BYTES = 60;
const REFERENCE_BYTES = 50;
const PLACE_FIELDS = 4;

/** What records can be searched by: one row for every record, also for those that nobody can read. */
export async function writeFacts(tx: Tx, records: readonly NotedRecord[]): Promise<void> {
  if (records.length === 0) return;
  await copyIn(tx, 'journal_fact', FACT_COLUMNS, factRows(records));
  const shares = shareRows(records);
  if (shares) await copyIn(tx, 'journal_share', SHARE_COLUMNS, shares);
  const sites = records.flatMap(({ site }) => (site ? [site] : []));
  if (sites.length > 0) await putSites(tx, sites);
}

/** Which orders, bookings, claims and ledger transactions records speak of. */
export async function writeReferences(tx: Tx, records: readonly NotedRecord[]): Promise<void> {
  const rows = new CopyBuffer(records.length * REFERENCE_BYTES);
  let count = 0;
  for (const { index, references } of records)
    for (const reference of references) {
      rows.row(REFERENCE_COLUMNS.length);
      rows.uuid(reference);
      rows.int8(index);
      count++;
    }
  if (count > 0) await copyIn(tx, 'journal_reference', REFERENCE_COLUMNS, rows.finish());
}

function factRows(records: readonly NotedRecord[]): Buffer {
  const rows = new CopyBuffer(records.length * FACT_BYTES);
  for (const { index, at, streamId, sound, event } of records) {
    rows.row(FACT_COLUMNS.length);
    rows.int8(index);
    rows.timestamp(at);
    rows.int4(streamId);
    rows.bool(sound);
    if (event) writeFactsOf(rows, event);
    else for (let field = PLACE_FIELDS; field < FACT_COLUMNS.length; field++) rows.null();
  }
  return rows.finish();
}

function writeFactsOf(
  rows: CopyBuffer,
  { id, personId, subject, actor, correlationId, facts }: NonNullable<NotedRecord['event']>,
): void {
  rows.uuid(id);
  rows.uuid(personId);
  for (const text of [subject, actor, correlationId]) rows.text(text);
  for (const text of [facts.siteId, facts.area, facts.reason, facts.tillId, facts.mealPeriod]) rows.text(text);
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

function shareRows(records: readonly NotedRecord[]): Buffer | undefined {
  const rows = new CopyBuffer(records.length * SHARE_BYTES);
  let written = 0;
  for (const { index, at, event } of records)
    for (const { funder, fen } of event?.facts.shares ?? []) {
      rows.row(SHARE_COLUMNS.length);
      rows.text(funder);
      rows.timestamp(at);
      rows.int8(index);
      rows.int8(BigInt(fen));
      written++;
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
