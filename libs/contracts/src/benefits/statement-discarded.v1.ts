import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementDiscardedV1 = defineEvent({
  type: 'benefits.statement.discarded.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A statement that was not yet approved was thrown away; its postings wait for the next one.',
  data: StatementFacts,
});
