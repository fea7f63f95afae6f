import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, FenField, Id, InstantField, MealPeriod, MonthField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

const Meal = z.object({
  claimId: Id,
  siteId: Code,
  packId: Code.nullable(),
  serviceDate: DateField,
  mealPeriod: MealPeriod,
  subsidyFen: FenField,
  decisionNumber: z.int().min(1),
});

const Allowance = z.object({
  packId: Code,
  kind: z.enum(['monthly', 'topup', 'voucher']),
  month: MonthField,
  amountFen: FenField,
  leftFen: FenField,
  expiresOn: DateField,
});

/** Many meals of one person come in several events of one opening; debts stand in the first of them. */
export const ClaimBroughtInV1 = defineEvent({
  type: 'benefits.claim.brought-in.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'What a person had before the books were opened: meals that use up caps, lots, vouchers and debts.',
  data: z.looseObject({
    openingId: Id,
    personId: Id,
    /** Paid elsewhere: no money moves for them, and they are never decided again. */
    meals: z.array(Meal).max(100),
    allowances: z.array(Allowance).max(100),
    /** Owed to the person. */
    toPersonFen: FenField,
    /** Owed by the person. */
    fromPersonFen: FenField,
    at: InstantField,
  }),
});
