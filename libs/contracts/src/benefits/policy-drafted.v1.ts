import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { PolicyFacts } from './policy-facts.js';

export const PolicyDraftedV1 = defineEvent({
  type: 'benefits.policy.drafted.v1',
  topic: TOPICS.benefitsPolicy,
  summary: 'Somebody drafted a version of a policy pack.',
  data: PolicyFacts,
});
