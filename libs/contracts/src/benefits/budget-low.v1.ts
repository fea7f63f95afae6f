import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const BudgetLowV1 = defineEvent({
  type: 'benefits.budget.low.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'A budget is used up to one of its alert levels.',
  data: z.looseObject({
    budgetId: Id,
    packId: Code,
    area: Code,
    year: z.int().min(2000).max(2200),
    levelPercent: z.int().min(1).max(99),
    availableFen: FenField,
    /** At the pace of the last four weeks; null when it will last the year. */
    forecastOn: DateField.nullable(),
    at: InstantField,
  }),
});
