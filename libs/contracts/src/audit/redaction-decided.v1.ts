import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const RedactionDecidedV1 = defineEvent({
  type: 'audit.finding.redaction-decided.v1',
  topic: TOPICS.auditFinding,
  summary:
    'A second auditor decided whether words in a working paper are taken out; when approved they are gone for good.',
  data: z.looseObject({
    findingId: Id,
    entryNo: z.int().min(1),
    part: z.string().max(40),
    requestNo: z.int().min(1),
    approved: z.boolean(),
    at: InstantField,
  }),
});
