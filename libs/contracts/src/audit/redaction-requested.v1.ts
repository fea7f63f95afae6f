import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** What of an entry is words of one's own. The title belongs to the first entry. */
export const RedactedPart = z.enum(['text', 'reference', 'title']);
export type RedactedPart = z.infer<typeof RedactedPart>;

export const RedactionRequestedV1 = defineEvent({
  type: 'audit.finding.redaction-requested.v1',
  topic: TOPICS.auditFinding,
  summary: 'An auditor asks that words in a working paper be taken out; a second one decides.',
  data: z.looseObject({
    /** The working paper. */
    findingId: Id,
    /** Where the words stand in its history. */
    entryNo: z.int().min(1),
    part: z.string().max(40),
    /** Where the request stands there. */
    requestNo: z.int().min(1),
    reason: Code,
    at: InstantField,
  }),
});
