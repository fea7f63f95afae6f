import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { PolicyFacts } from './policy-facts.js';

export const PolicyWithdrawnV1 = defineEvent({
  type: 'benefits.policy.withdrawn.v1',
  topic: TOPICS.benefitsPolicy,
  summary: 'A version was taken back; an approved one holds on no day any more.',
  data: PolicyFacts.extend({ reason: z.string().min(1).max(300) }),
});
