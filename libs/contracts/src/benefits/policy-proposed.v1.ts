import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { PolicyFacts } from './policy-facts.js';

export const PolicyProposedV1 = defineEvent({
  type: 'benefits.policy.proposed.v1',
  topic: TOPICS.benefitsPolicy,
  summary: 'A draft is to be approved by somebody else.',
  data: PolicyFacts,
});
