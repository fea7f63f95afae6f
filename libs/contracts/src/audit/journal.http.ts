import { z } from 'zod';
import { Id } from '../events/fields.js';
import { pageOf } from '../http/page.js';

const Name = z.string().min(1).max(200);

/** One record as it arrived. Fields of the envelope are null when the record could not be read; `problem` then says why. */
export const JournalEntryView = z
  .object({
    /** Place in the order of arrival, from 0 without gaps. */
    journalIndex: z.string(),
    receivedAt: z.string(),
    topic: z.string(),
    /** These two are null when the row was taken out of the database: then only what it is found by is left. */
    partition: z.int().nullable(),
    offset: z.string().nullable(),
    key: z.string().nullable(),
    source: z.string().nullable(),
    sequence: z.string().nullable(),
    id: Id.nullable(),
    type: z.string().nullable(),
    subject: z.string().nullable(),
    personId: Id.nullable(),
    time: z.string().nullable(),
    actor: z.string().nullable(),
    correlationId: z.string().nullable(),
    causationId: z.string().nullable(),
    problem: z.string().nullable(),
    /** What the record can be searched by; kept when the person is erased. */
    facts: z.object({
      siteId: z.string().nullable(),
      area: z.string().nullable(),
      reason: z.string().nullable(),
      tillId: z.string().nullable(),
      mealPeriod: z.string().nullable(),
      serviceDate: z.string().nullable(),
      subjectId: Id.nullable(),
      claimId: Id.nullable(),
      amountFen: z.int().nullable(),
      subsidyFen: z.int().nullable(),
    }),
    /** Place in the public log; null for a record without a number, which has none. */
    leafIndex: z.string().nullable(),
    /** The person's key was destroyed: the bytes cannot be read any more, the proof stays valid. */
    erased: z.boolean(),
    /** Somebody changed it in the database: bytes, header or facts are not what was journalled. Bytes that do not fit are not shown. */
    altered: z.boolean(),
    /** Base64 of exactly the bytes on the topic; null for a record without a value, erased, or altered. */
    bytes: z.string().nullable(),
    /** The same record, parsed; null when it is not JSON. */
    document: z.unknown(),
  })
  .meta({ id: 'JournalEntry' });
export type JournalEntryView = z.infer<typeof JournalEntryView>;

/** `snapshot` is the journal index below which all pages of this list lie, whatever arrives meanwhile. */
export const JournalEntryPage = pageOf(JournalEntryView)
  .extend({
    snapshot: z.string(),
    /** Null for a page that is full or the last. Else it holds what was found up to this time of events, perhaps nothing; `next` goes on. */
    searchedUntil: z.string().nullable(),
  })
  .meta({ id: 'JournalEntryPage' });
export type JournalEntryPage = z.infer<typeof JournalEntryPage>;

const SequenceText = z.string().regex(/^[1-9]\d{0,18}$/);

/** Query of `GET v1/records`: numbers of one source, both ends included. Pages hold at most 1,000 records. */
export const RecordListQuery = z.strictObject({
  source: Name,
  fromSequence: SequenceText,
  toSequence: SequenceText,
});
export type RecordListQuery = z.infer<typeof RecordListQuery>;

export const RecordView = z.object({
  source: z.string(),
  sequence: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().nullable(),
  /** Base64 of exactly the bytes on the topic. */
  bytes: z.string(),
  /** Base64. Bytes, salt and proof together show that the public log has this record (docs/verify.md). */
  salt: z.string(),
  /** C2SP tlog-proof; null until a checkpoint covers the record, which takes a second or so. */
  proof: z.string().nullable(),
});
export type RecordView = z.infer<typeof RecordView>;

/** Numbers that the log does not have, or whose bytes were erased, are left out; `next` is the number at which the following page begins. */
export const RecordList = z
  .object({ items: z.array(RecordView), next: z.string().nullable() })
  .meta({ id: 'RecordList' });
export type RecordList = z.infer<typeof RecordList>;

export const GapView = z.object({
  findingId: Id,
  fromSequence: z.string(),
  toSequence: z.string(),
  detectedAt: z.string(),
});
export type GapView = z.infer<typeof GapView>;

export const SourceView = z
  .object({
    source: z.string(),
    /** Every number up to here is in the log or in one of the open gaps. */
    highWaterMark: z.string(),
    /** The highest number seen; above the mark while records are still on their way. */
    highest: z.string(),
    records: z.string(),
    gaps: z.array(GapView),
  })
  .meta({ id: 'AuditSource' });
export type SourceView = z.infer<typeof SourceView>;

export const SourceList = z.object({ items: z.array(SourceView) }).meta({ id: 'AuditSourceList' });
export type SourceList = z.infer<typeof SourceList>;
