import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const UnsealingDecidedV1 = defineEvent({
  type: 'registry.access.unsealing-decided.v1',
  topic: TOPICS.registryAccess,
  summary: 'A second person allowed or refused an unsealing.',
  data: z.looseObject({
    unsealingId: Id,
    decision: z.enum(['approved', 'refused']),
    decidedAt: InstantField,
    /** Until when the one who asked may look; null for a refusal. */
    endsAt: InstantField.nullable(),
  }),
});
