import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const BudgetExhaustedV1 = defineEvent({
  type: 'benefits.budget.exhausted.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'A budget could not pay a claim for the first time.',
  data: z.looseObject({
    budgetId: Id,
    funder: Code,
    area: Code,
    year: z.int().min(2000).max(2200),
    availableFen: FenField,
    at: InstantField,
  }),
});
