import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ClaimRef } from './claim-facts.js';

export const ClaimExpiredV1 = defineEvent({
  type: 'benefits.claim.expired.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'The hold outlived its backstop of days.',
  data: ClaimRef.extend({ expiredAt: InstantField }),
});
