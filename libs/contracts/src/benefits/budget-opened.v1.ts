import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const BudgetOpenedV1 = defineEvent({
  type: 'benefits.budget.opened.v1',
  topic: TOPICS.benefitsBudget,
  summary: 'A budget of a pack, area and year was opened or raised.',
  data: z.looseObject({
    budgetId: Id,
    packId: Code,
    /** The funder that gives most. */
    funder: Code,
    funders: z.array(z.object({ funder: Code, amountFen: FenField })).max(10),
    area: Code,
    year: z.int().min(2000).max(2200),
    amountFen: FenField,
    reservedFen: FenField,
    version: z.int().min(1),
    at: InstantField,
    /** `losses`: what receipts have less than decisions. Absent = claims. */
    purpose: z.enum(['claims', 'losses']).optional(),
  }),
});
