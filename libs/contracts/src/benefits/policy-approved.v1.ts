import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { PolicyFacts } from './policy-facts.js';

export const PolicyApprovedV1 = defineEvent({
  type: 'benefits.policy.approved.v1',
  topic: TOPICS.benefitsPolicy,
  summary: 'A second person approved a version; it is active from its date.',
  data: PolicyFacts,
});
