import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementReturnedV1 = defineEvent({
  type: 'benefits.statement.returned.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A checked statement was given back to be looked at again.',
  data: StatementFacts,
});
