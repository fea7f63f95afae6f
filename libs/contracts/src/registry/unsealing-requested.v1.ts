import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** Why an auditor has to know who somebody is: a closed list, since an access event carries no words of one's own. */
export const UnsealingReason = z.enum(['complaint', 'suspected_fraud', 'sample_check', 'court_order', 'payment_query']);
export const MAX_UNSEALED = 50;

export const UnsealingRequestedV1 = defineEvent({
  type: 'registry.access.unsealing-requested.v1',
  topic: TOPICS.registryAccess,
  summary: 'Somebody asks to see who some people are, whose names are hidden from them.',
  data: z.looseObject({
    unsealingId: Id,
    personIds: z.array(Id).min(1).max(MAX_UNSEALED),
    reason: UnsealingReason,
    /** Number of the case. */
    reference: z.string().max(100),
    requestedAt: InstantField,
  }),
});
