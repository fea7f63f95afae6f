import type { JournalEntryView } from '@doorstep/contracts';
import { eventFactsIn } from '../../facts/domain/event-facts.js';
import type { Opened } from '../../journal/infrastructure/open-records.js';

type Facts = JournalEntryView['facts'];
type Money = 'amountFen' | 'subsidyFen';

export type EntryRow = Omit<
  JournalEntryView,
  'receivedAt' | 'time' | 'bytes' | 'document' | 'erased' | 'altered' | 'facts'
> &
  Omit<Facts, Money> & {
    readonly [name in Money]: string | null;
  } & {
    readonly receivedAt: Date;
    readonly time: Date | null;
    readonly keyId: number | null;
    readonly bytes: Buffer | null;
    readonly commitment: Buffer | null;
    /** The facts are there, their record is not. */
    readonly gone: boolean;
    /** By the patrol. */
    readonly found: boolean;
  };

export const ENTRY_COLUMNS = `
  journal_index AS "journalIndex", coalesce(j.received_at, f.at) AS "receivedAt", stream.topic, j.partition, j.record_offset AS "offset", j.key,
  stream.source, j.sequence, coalesce(j.event_id, f.event_id) AS "id", stream.type, j.subject, j.person_id AS "personId", j.event_time AS "time", j.actor,
  j.correlation_id AS "correlationId", j.causation_id AS "causationId", j.problem, j.bytes, j.key_id AS "keyId",
  j.leaf_index AS "leafIndex", j.commitment, j.stream_id IS NULL AS gone,
  EXISTS (SELECT FROM altered_record AS a WHERE a.journal_index = f.journal_index AND a.faults <> '{tree}') AS found, f.site_id AS "siteId", f.area, f.reason, f.till_id AS "tillId", f.meal_period AS "mealPeriod",
  f.service_date AS "serviceDate", f.subject_id AS "subjectId", f.claim_id AS "claimId", f.amount_fen AS "amountFen",
  f.subsidy_fen AS "subsidyFen"`;

export const ENTRY_TABLES = `
  journal_fact AS f LEFT JOIN journal AS j USING (journal_index)
  JOIN journal_stream AS stream ON stream.stream_id = coalesce(j.stream_id, f.stream_id)`;

export function entryFrom(row: EntryRow & Opened): JournalEntryView {
  const { siteId, area, reason, tillId, mealPeriod, serviceDate, subjectId, claimId, amountFen, subsidyFen } = row;
  const facts = {
    ...{ siteId, area, reason, tillId, mealPeriod, serviceDate, subjectId, claimId },
    amountFen: amountFen === null ? null : Number(amountFen),
    subsidyFen: subsidyFen === null ? null : Number(subsidyFen),
  };
  const document = row.bytes === null ? null : documentIn(row.bytes);
  return {
    ...row,
    altered: row.altered || row.gone || row.found || !factsAgree(facts, row.type, document),
    receivedAt: row.receivedAt.toISOString(),
    time: row.time?.toISOString() ?? null,
    bytes: row.bytes?.toString('base64') ?? null,
    document,
    facts,
  };
}

/** What a record is found by must be what the record says. Nothing can be said of one that nobody can read. */
function factsAgree(facts: Facts, type: string | null, document: unknown): boolean {
  if (type === null || typeof document !== 'object' || document === null) return true;
  const said = eventFactsIn(type, (document as { readonly data?: unknown }).data);
  return Object.entries(facts).every(([name, value]) => said[name as keyof Facts] === value);
}

function documentIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null; // what is not JSON is still shown as bytes
  }
}
