import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { DecidedClaim } from './claim-facts.js';

export const ClaimDeniedV1 = defineEvent({
  type: 'benefits.claim.denied.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'Nothing is paid, with the reason.',
  data: DecidedClaim,
});
