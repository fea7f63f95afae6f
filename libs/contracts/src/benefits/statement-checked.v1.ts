import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementCheckedV1 = defineEvent({
  type: 'benefits.statement.checked.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A statement was checked and waits for approval.',
  data: StatementFacts,
});
