import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ClaimRef } from './claim-facts.js';

export const ClaimReleasedV1 = defineEvent({
  type: 'benefits.claim.released.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'The hold ended without service.',
  data: ClaimRef.extend({ cause: z.enum(['cancelled', 'no_show', 'replaced', 'hospital']), releasedAt: InstantField }),
});
