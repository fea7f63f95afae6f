import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const YearClosedV1 = defineEvent({
  type: 'benefits.budget.year-closed.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'A second person closed a year of accounts: what concerns it is booked in the current one from now on.',
  data: z.looseObject({ year: z.int().min(2000).max(2200), at: InstantField }),
});
