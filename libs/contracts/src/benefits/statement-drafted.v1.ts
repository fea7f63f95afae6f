import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementDraftedV1 = defineEvent({
  type: 'benefits.statement.drafted.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A statement of what an operator is owed was drawn up.',
  data: StatementFacts.extend({ lines: z.int().min(0) }),
});
