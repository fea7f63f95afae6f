import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { OpeningFacts } from './opening-facts.js';

export const OpeningRequestedV1 = defineEvent({
  type: 'benefits.budget.opening-requested.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'Somebody sent what was spent, used and owed before the books were opened; nothing of it counts yet.',
  data: OpeningFacts,
});
