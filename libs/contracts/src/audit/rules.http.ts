import { z } from 'zod';
import { Code, DateField, Id } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

export const RuleId = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);

const Words = z.object({ zh: z.string(), en: z.string() });

/** A dated version of an anomaly rule, with the query that finds its hits. */
export const RuleView = z
  .object({
    id: RuleId,
    from: z.string(),
    to: z.string().nullable(),
    title: Words,
    description: Words,
    parameters: z.record(z.string(), z.object({ default: z.int(), min: z.int(), max: z.int(), unit: z.string() })),
    query: z.string(),
    sha256: z.string(),
  })
  .meta({ id: 'AuditRule' });
export type RuleView = z.infer<typeof RuleView>;

export const RuleList = z.object({ items: z.array(RuleView) }).meta({ id: 'AuditRuleList' });
export type RuleList = z.infer<typeof RuleList>;

/** Body of `POST v1/rules/{id}/runs`: days from (inclusive) … to (exclusive), parameters other than the rule's own. */
export const AskRun = z.strictObject({
  from: DateField,
  to: DateField,
  parameters: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.int().min(0)).default({}),
  /** Only what was journalled below this index; left out, everything that is there now. */
  snapshot: z
    .string()
    .regex(/^(0|[1-9]\d{0,17})$/)
    .optional(),
});
export type AskRun = z.infer<typeof AskRun>;

export const RuleRunView = z
  .object({
    runId: Id,
    ruleId: z.string(),
    ruleSha256: z.string(),
    parameters: z.record(z.string(), z.int()),
    from: z.string(),
    to: z.string(),
    snapshot: z.string(),
    askedBy: z.string(),
    askedAt: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    /** Sealed facts opened so far, for rules that need them. */
    progress: z.object({ done: z.int(), total: z.int() }),
    hits: z.int().nullable(),
    /** More was found than a run keeps: narrow the range. */
    truncated: z.boolean(),
    /** SHA-256 of the hits: a run repeated with the same snapshot and parameters has the same. */
    sha256: z.string().nullable(),
    failure: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'AuditRuleRun' });
export type RuleRunView = z.infer<typeof RuleRunView>;

export const RuleRunPage = pageOf(RuleRunView).meta({ id: 'AuditRuleRunPage' });
export type RuleRunPage = z.infer<typeof RuleRunPage>;

export const RuleRunQuery = z.strictObject(PageQuery.shape);
export type RuleRunQuery = z.infer<typeof RuleRunQuery>;

export const HitListQuery = z.strictObject({
  ...PageQuery.shape,
  runId: Id.optional(),
  ruleId: RuleId.optional(),
  siteId: Code.optional(),
});
export type HitListQuery = z.infer<typeof HitListQuery>;

/** The same hit has the same id in every run. Without `runId`, each is shown as the newest run found it. */
export const HitView = z
  .object({
    hitId: Id,
    ruleId: z.string(),
    runId: Id,
    key: z.string(),
    siteId: z.string().nullable(),
    personId: Id.nullable(),
    amountFen: z.int().nullable(),
    detail: z.record(z.string(), z.unknown()),
    /** Ids of the events that show it, at most 50. */
    evidence: z.array(Id),
  })
  .meta({ id: 'AuditHit' });
export type HitView = z.infer<typeof HitView>;

export const HitPage = pageOf(HitView).meta({ id: 'AuditHitPage' });
export type HitPage = z.infer<typeof HitPage>;
