import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

/**
 * A pack document: its YAML as text (`application/yaml`), or the same as a JSON object. At most 48 kB; what it may hold is said by the
 * JSON Schema of packs (`npm run policy -- schema`).
 */
export const PolicyDocument = z
  .union([z.string().min(1).max(60_000), z.record(z.string().max(100), z.unknown())])
  .meta({ id: 'PolicyDocument' });
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** `active` and `ended` follow from the dates of an approved version. */
export const PolicyState = z.enum(['draft', 'proposed', 'approved', 'active', 'ended', 'superseded', 'withdrawn']);
export type PolicyState = z.infer<typeof PolicyState>;

export const PolicyListQuery = PageQuery.extend({
  packId: Code.optional(),
  state: z.enum(['draft', 'proposed', 'approved', 'superseded', 'withdrawn']).optional(),
});
export type PolicyListQuery = z.infer<typeof PolicyListQuery>;

const Act = z.object({ by: z.string(), at: InstantField });

export const PolicySummary = z
  .object({
    policyId: Id,
    packId: Code,
    title: z.object({ zh: z.string(), en: z.string() }).nullable(),
    ruleVersion: z.string(),
    state: PolicyState,
    effectiveFrom: DateField,
    /** As the document says. */
    effectiveTo: DateField.nullable(),
    /** First day on which it no longer holds, as things stand: a later version may have taken over. */
    holdsUntil: DateField.nullable(),
    sha256: z.string(),
    /** Came with a release of the software instead of by two people. */
    released: z.boolean(),
    drafted: Act,
    proposed: Act.nullable(),
    approved: Act.nullable(),
    ended: Act.extend({ reason: z.string().nullable() }).nullable(),
    supersededBy: Id.nullable(),
  })
  .meta({ id: 'PolicySummary' });
export type PolicySummary = z.infer<typeof PolicySummary>;

export const PolicyPage = pageOf(PolicySummary).meta({ id: 'PolicyPage' });

export const PolicyDetail = PolicySummary.extend({ document: z.string() }).meta({ id: 'PolicyDetail' });
export type PolicyDetail = z.infer<typeof PolicyDetail>;

export const PolicyWithdrawal = z
  .strictObject({ reason: z.string().trim().min(1).max(300) })
  .meta({ id: 'PolicyWithdrawal' });
export type PolicyWithdrawal = z.infer<typeof PolicyWithdrawal>;

/** `against` absent = the version that holds on the first day of this one. */
export const PolicyDiffQuery = z.strictObject({ against: Id.optional() });
export type PolicyDiffQuery = z.infer<typeof PolicyDiffQuery>;

export const PolicyDiff = z
  .object({
    policyId: Id,
    against: Id.nullable(),
    differences: z.array(z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  })
  .meta({ id: 'PolicyDiff' });
export type PolicyDiff = z.infer<typeof PolicyDiff>;
