import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { LookUpKind } from './looked-up.v1.js';

/** Query of `GET v1/look-ups`, newest first. */
export const LookUpListQuery = z.strictObject({
  ...PageQuery.shape,
  by: z.string().min(1).max(200).optional(),
  kind: LookUpKind.optional(),
  /** Look-ups that asked for this event, order, claim, person and so on. */
  id: Id.optional(),
});
export type LookUpListQuery = z.infer<typeof LookUpListQuery>;

/** One look. Its event in the log (`audit.access.looked-up.v1`, same id) holds the SHA-256 of `question`. */
export const LookUpView = z
  .object({
    lookUpId: Id,
    kind: LookUpKind,
    by: z.string(),
    at: z.string(),
    purpose: Code.nullable(),
    ids: z.array(Id),
    /** Route, and the parameters of path and query as they came; of a sent list only its SHA-256. */
    question: z.record(z.string(), z.string()),
    questionSha256: z.string(),
  })
  .meta({ id: 'AuditLookUp' });
export type LookUpView = z.infer<typeof LookUpView>;

export const LookUpPage = pageOf(LookUpView).meta({ id: 'AuditLookUpPage' });
export type LookUpPage = z.infer<typeof LookUpPage>;

/** What the retention job of `audit` dropped on a business day: months of looks, and how many looks were in them. */
export const AuditRetentionRun = z.object({
  runOn: DateField,
  appliedAt: InstantField,
  months: z.int().min(0),
  lookUps: z.int().min(0),
});
export type AuditRetentionRun = z.infer<typeof AuditRetentionRun>;

export const AuditRetentionReport = z
  .object({ items: z.array(AuditRetentionRun) })
  .meta({ id: 'AuditRetentionReport' });
export type AuditRetentionReport = z.infer<typeof AuditRetentionReport>;
