import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const GapDetectedV1 = defineEvent({
  type: 'audit.finding.gap-detected.v1',
  topic: TOPICS.auditFinding,
  summary: 'Numbers of a source are missing: events were lost or withheld.',
  data: z.looseObject({
    findingId: Id,
    source: z.string().max(100),
    fromSequence: z.string().max(19),
    toSequence: z.string().max(19),
    at: InstantField,
  }),
});
