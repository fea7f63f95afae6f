import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const BudgetSpentBeforeV1 = defineEvent({
  type: 'benefits.budget.spent-before.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'What a budget had spent before the books were opened.',
  data: z.looseObject({
    openingId: Id,
    budgetId: Id,
    packId: Code,
    area: Code,
    year: z.int().min(2000).max(2200),
    spentFen: FenField,
    funders: z.array(z.object({ funder: Code, spentFen: FenField })).max(10),
    at: InstantField,
  }),
});
