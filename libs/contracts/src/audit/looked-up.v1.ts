import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** What kind of look an auditor took. */
export const LookUpKind = z.enum([
  'search',
  'histogram',
  'totals',
  'event',
  'timeline',
  'records',
  'evidence',
  'saved-queries',
  'export',
  'rules',
  'hits',
  'samples',
  'papers',
  'joins',
  'look-ups',
]);
export type LookUpKind = z.infer<typeof LookUpKind>;

export const LookedUpV1 = defineEvent({
  type: 'audit.access.looked-up.v1',
  topic: TOPICS.auditAccess,
  summary: 'An auditor or administrator looked something up in the log; who, is the actor. What was found is not said.',
  data: z.looseObject({
    lookUpId: Id,
    kind: LookUpKind,
    /** SHA-256 of what was asked (canonical JSON), which `audit` keeps and shows to a second auditor. */
    questionSha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Ids that were asked for: of events, orders, claims, persons (pseudonyms), working papers. At most 20. */
    ids: z.array(Id).max(20),
    purpose: Code.optional(),
    at: InstantField,
  }),
});
