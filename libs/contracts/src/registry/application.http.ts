import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { ActChannel } from '../events/act-channel.js';
import { SourceRef } from './person.http.js';

export const ApplicationState = z.enum([
  'draft',
  'submitted',
  'clarification_asked',
  'clarification_answered',
  'approved',
  'refused',
  'withdrawn',
  'expired',
]);
export type ApplicationState = z.infer<typeof ApplicationState>;

/** Closed lists instead of free words, which could name anybody: what is more is said by phone or on the papers. */
export const ClarificationQuestion = z.enum([
  'document_missing',
  'document_unreadable',
  'identity_unclear',
  'residence_unclear',
  'income_unclear',
  'category_unclear',
  'call_us',
]);
export const ClarificationAnswer = z.enum(['documents_added', 'explained_by_phone', 'cannot_provide']);
export const RefusalReason = z.enum([
  'not_resident',
  'too_young',
  'category_not_met',
  'income_too_high',
  'documents_missing',
  'enrolled_elsewhere',
  'deceased',
]);

/** References to papers or files kept elsewhere; never their contents. */
const Documents = z.array(SourceRef).max(20);

/** `appliedOn` is the day on which a paper came in; today unless said otherwise. */
export const DraftApplication = z
  .strictObject({
    /** `identity` is what people registered at a till wait for, and is no scheme. */
    scheme: Code.refine((scheme) => scheme !== 'identity', 'is no scheme'),
    appliedOn: DateField.optional(),
    channel: ActChannel.optional(),
    documents: Documents.default([]),
  })
  .meta({ id: 'DraftApplication' });
export type DraftApplication = z.infer<typeof DraftApplication>;

export const AskClarification = z
  .strictObject({ questions: z.array(ClarificationQuestion).min(1).max(7), answerBy: DateField })
  .meta({ id: 'AskClarification' });
export type AskClarification = z.infer<typeof AskClarification>;

export const AnswerClarification = z
  .strictObject({ answer: ClarificationAnswer, documents: Documents.default([]), via: ActChannel.optional() })
  .meta({ id: 'AnswerClarification' });
export type AnswerClarification = z.infer<typeof AnswerClarification>;

/** The enrolment holds on the days in [effectiveFrom, validTo); `effectiveFrom` may lie back as far as the application. */
export const DecideApplication = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('approved'),
      effectiveFrom: DateField,
      validTo: DateField.nullable().default(null),
    }),
    z.strictObject({ outcome: z.literal('refused'), reason: RefusalReason }),
  ])
  .meta({ id: 'DecideApplication' });
export type DecideApplication = z.infer<typeof DecideApplication>;

const ApplicationStep = z.object({
  version: z.int().min(1),
  state: ApplicationState,
  at: InstantField,
  by: z.string(),
  /** Of an act for the elder: through which channel the wish came. */
  via: ActChannel.optional(),
  questions: z.array(z.string()).optional(),
  answer: z.string().optional(),
  documents: z.array(z.string()).optional(),
  reason: z.string().optional(),
});

export const ApplicationView = z
  .object({
    applicationId: Id,
    personId: Id,
    scheme: Code,
    state: ApplicationState,
    version: z.int().min(1),
    appliedOn: DateField,
    appliedBy: z.string(),
    channel: z.string().nullable(),
    answerBy: DateField.nullable(),
    effectiveFrom: DateField.nullable(),
    validTo: DateField.nullable(),
    /** The fact that the approval became. */
    factId: Id.nullable(),
    steps: z.array(ApplicationStep).max(100),
  })
  .meta({ id: 'Application' });
export type ApplicationView = z.infer<typeof ApplicationView>;

export const ApplicationQuery = z.strictObject({
  ...PageQuery.shape,
  personId: Id.optional(),
  state: ApplicationState.optional(),
  scheme: Code.optional(),
});
export type ApplicationQuery = z.infer<typeof ApplicationQuery>;

export const ApplicationPage = pageOf(ApplicationView.omit({ steps: true })).meta({ id: 'ApplicationPage' });
export type ApplicationPage = z.infer<typeof ApplicationPage>;
