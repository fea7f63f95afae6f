import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const AlterationEndedV1 = defineEvent({
  type: 'audit.finding.alteration-ended.v1',
  topic: TOPICS.auditFinding,
  summary: 'All records that an alteration finding named are again what was journalled.',
  data: z.looseObject({ findingId: Id, at: InstantField }),
});
