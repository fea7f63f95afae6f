import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementApprovedV1 = defineEvent({
  type: 'benefits.statement.approved.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A second person approved a statement; with nothing to pay it is closed and carried to the next one.',
  data: StatementFacts.extend({ carried: z.boolean() }),
});
