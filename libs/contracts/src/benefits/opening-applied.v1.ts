import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { OpeningFacts } from './opening-facts.js';

export const OpeningAppliedV1 = defineEvent({
  type: 'benefits.budget.opening-applied.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'A second person brought an opening in; what it did to budgets and persons stands in events of their own.',
  data: OpeningFacts,
});
