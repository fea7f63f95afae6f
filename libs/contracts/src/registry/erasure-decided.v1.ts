import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const ErasureDecidedV1 = defineEvent({
  type: 'registry.access.erasure-decided.v1',
  topic: TOPICS.registryAccess,
  summary: 'A second person carried out or refused an erasure.',
  data: z.looseObject({
    erasureId: Id,
    personId: Id,
    decision: z.enum(['approved', 'refused']),
    decidedAt: InstantField,
  }),
});
