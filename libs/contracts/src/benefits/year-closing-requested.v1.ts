import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const YearClosingRequestedV1 = defineEvent({
  type: 'benefits.budget.year-closing-requested.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'Somebody asked for a year of accounts to be closed; a second person does it.',
  data: z.looseObject({ year: z.int().min(2000).max(2200), at: InstantField }),
});
