import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const GapClosedV1 = defineEvent({
  type: 'audit.finding.gap-closed.v1',
  topic: TOPICS.auditFinding,
  summary: 'All numbers that a gap finding named have arrived after all.',
  data: z.looseObject({ findingId: Id, source: z.string().max(100), at: InstantField }),
});
