import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { DecidedClaim } from './claim-facts.js';

export const ClaimHeldV1 = defineEvent({
  type: 'benefits.claim.held.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'An approved claim holds money of its budgets.',
  data: DecidedClaim,
});
