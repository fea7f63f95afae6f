import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const ErasedReleasedV1 = defineEvent({
  type: 'registry.access.erased-released.v1',
  topic: TOPICS.registryAccess,
  summary:
    'Somebody who was forgotten may be registered again from a list, on the word of a clerk. The event names nobody.',
  data: z.looseObject({
    releaseId: Id,
    by: z.enum(['reference', 'id_number']),
    reason: Code,
    releasedAt: InstantField,
  }),
});
