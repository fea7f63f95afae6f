import { z } from 'zod';
import { Code, Id } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { TableFormat } from './exports.http.js';
import { RedactedPart } from './redaction-requested.v1.js';
import { WantedCorrection } from './correction-requested.v1.js';

const Text = z.string().trim().min(1).max(2_000);
/** `kind:subject`, as events name an actor. */
const ActorRef = z.string().regex(/^(staff|client):[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/);

export const PaperState = z.enum(['open', 'explained', 'finding']);
export type PaperState = z.infer<typeof PaperState>;

/** What a working paper is about: an id of the log, a hit of a rule, or an item of a sample. */
export const PaperAbout = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['event', 'claim', 'order', 'booking', 'person', 'statement', 'hit']),
    id: Id,
  }),
  z.strictObject({ kind: z.literal('sample_item'), id: Id, itemNo: z.int().min(1).max(10_000) }),
]);
export type PaperAbout = z.infer<typeof PaperAbout>;

/** Body of `POST v1/papers`. */
export const OpenPaper = z.strictObject({
  about: PaperAbout,
  title: z.string().trim().min(1).max(200),
  comment: Text.optional(),
});
export type OpenPaper = z.infer<typeof OpenPaper>;

/** Body of `POST v1/papers/{id}/entries`: one entry of the history, which never changes but for words that two people take out. */
export const PaperEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('comment'), text: Text }),
  /** Where something lies that was looked at: a file number, an address. No files. */
  z.strictObject({ kind: z.literal('reference'), reference: z.string().trim().min(1).max(500), text: Text.optional() }),
  z.strictObject({ kind: z.literal('state'), state: PaperState, text: Text.optional() }),
  z.strictObject({ kind: z.literal('assign'), to: ActorRef.nullable() }),
  z.strictObject({ kind: z.literal('sign_off'), text: Text.optional() }),
  z.strictObject({ kind: z.literal('correction_request'), claimId: Id, wanted: WantedCorrection, reason: Code }),
  /** Words that must not stand there, such as a name: one asks, another decides. */
  z.strictObject({
    kind: z.literal('redaction_request'),
    entryNo: z.int().min(1).max(1_000),
    part: RedactedPart,
    reason: Code,
  }),
  z.strictObject({
    kind: z.literal('redaction_decision'),
    requestNo: z.int().min(1).max(1_000),
    approved: z.boolean(),
  }),
]);
export type PaperEntry = z.infer<typeof PaperEntry>;

/** Query of `GET v1/papers`, newest first. */
export const PaperListQuery = z.strictObject({
  ...PageQuery.shape,
  state: PaperState.optional(),
  assignee: ActorRef.optional(),
  openedBy: ActorRef.optional(),
  aboutId: Id.optional(),
  signedOff: z.enum(['true', 'false']).optional(),
});
export type PaperListQuery = z.infer<typeof PaperListQuery>;

export const PaperExportQuery = PaperListQuery.omit({ limit: true, cursor: true }).extend({
  format: z.enum(['ndjson', ...TableFormat.options]),
});
export type PaperExportQuery = z.infer<typeof PaperExportQuery>;

const PAPER = {
  paperId: Id,
  about: PaperAbout,
  title: z.string(),
  state: PaperState,
  openedBy: z.string(),
  openedAt: z.string(),
  changedAt: z.string(),
  assignee: z.string().nullable(),
  /** Null again as soon as anything changes after it. */
  signedOffBy: z.string().nullable(),
  signedOffAt: z.string().nullable(),
  entries: z.int(),
};

export const PaperSummary = z.object(PAPER).meta({ id: 'AuditPaperSummary' });
export type PaperSummary = z.infer<typeof PaperSummary>;

export const PaperPage = pageOf(PaperSummary).meta({ id: 'AuditPaperPage' });
export type PaperPage = z.infer<typeof PaperPage>;

/** What became of a request in `benefits`, read from the log. */
export const CorrectionRequestView = z.object({
  requestId: Id,
  claimId: Id,
  wanted: WantedCorrection,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  state: z.enum(['sent', 'proposed', 'refused', 'carried_out']),
  /** In order; each with the event that says so. */
  steps: z.array(
    z.object({ eventId: Id, type: z.string(), by: z.string(), at: z.string(), outcome: z.string().nullable() }),
  ),
  /** Claims that took the place of others, and the postings that moved money. */
  corrections: z.array(z.object({ beforeClaimId: Id, afterClaimId: Id.nullable() })),
  ledgerTransactionIds: z.array(Id),
});
export type CorrectionRequestView = z.infer<typeof CorrectionRequestView>;

export const PaperView = z
  .object({
    ...PAPER,
    history: z.array(
      z.object({
        entryNo: z.int(),
        kind: z.string(),
        by: z.string(),
        at: z.string(),
        text: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
        /** Words of this entry that were taken out; a later entry says who asked for it and who approved. */
        redacted: z.array(RedactedPart),
      }),
    ),
    requests: z.array(CorrectionRequestView),
    timelineUrl: z.string(),
  })
  .meta({ id: 'AuditPaper' });
export type PaperView = z.infer<typeof PaperView>;
