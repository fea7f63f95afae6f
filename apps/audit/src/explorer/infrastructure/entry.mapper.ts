import type { JournalEntryView } from '@doorstep/contracts';

type Facts = JournalEntryView['facts'];
type Money = 'amountFen' | 'subsidyFen';

export type EntryRow = Omit<JournalEntryView, 'receivedAt' | 'time' | 'bytes' | 'document' | 'erased' | 'facts'> &
  Omit<Facts, Money> & {
    readonly [name in Money]: string | null;
  } & {
    readonly receivedAt: Date;
    readonly time: Date | null;
    readonly keyId: number | null;
    readonly bytes: Buffer | null;
  };

export const ENTRY_COLUMNS = `
  journal_index AS "journalIndex", j.received_at AS "receivedAt", stream.topic, j.partition, j.record_offset AS "offset", j.key,
  stream.source, j.sequence, j.event_id AS "id", stream.type, j.subject, j.person_id AS "personId", j.event_time AS "time", j.actor,
  j.correlation_id AS "correlationId", j.causation_id AS "causationId", j.problem, j.bytes, j.key_id AS "keyId",
  j.leaf_index AS "leafIndex", f.site_id AS "siteId", f.area, f.reason, f.till_id AS "tillId", f.meal_period AS "mealPeriod",
  f.service_date AS "serviceDate", f.subject_id AS "subjectId", f.claim_id AS "claimId", f.amount_fen AS "amountFen",
  f.subsidy_fen AS "subsidyFen"`;

export const ENTRY_TABLES = `
  journal AS j LEFT JOIN journal_fact AS f USING (journal_index) JOIN journal_stream AS stream ON stream.stream_id = j.stream_id`;

export function entryFrom(row: EntryRow & { readonly erased: boolean }): JournalEntryView {
  const { siteId, area, reason, tillId, mealPeriod, serviceDate, subjectId, claimId, amountFen, subsidyFen } = row;
  return {
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    time: row.time?.toISOString() ?? null,
    bytes: row.bytes?.toString('base64') ?? null,
    document: row.bytes === null ? null : documentIn(row.bytes),
    facts: {
      ...{ siteId, area, reason, tillId, mealPeriod, serviceDate, subjectId, claimId },
      amountFen: amountFen === null ? null : Number(amountFen),
      subsidyFen: subsidyFen === null ? null : Number(subsidyFen),
    },
  };
}

function documentIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null; // what is not JSON is still shown as bytes
  }
}
