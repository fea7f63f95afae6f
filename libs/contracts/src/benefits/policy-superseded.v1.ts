import { defineEvent } from '../events/define-event.js';
import { Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { PolicyFacts } from './policy-facts.js';

export const PolicySupersededV1 = defineEvent({
  type: 'benefits.policy.superseded.v1',
  topic: TOPICS.benefitsPolicy,
  summary: 'A later decision took the place of an approved version; it holds on no day any more.',
  data: PolicyFacts.extend({ supersededBy: Id }),
});
