import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, FenField, Id, InstantField, MealPeriod, MonthField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const EntitlementUpdatedV1 = defineEvent({
  type: 'benefits.entitlement.updated.v1',
  topic: TOPICS.benefitsEntitlement,
  summary: 'What the quotes of other services need about one person; the highest version counts.',
  data: z.looseObject({
    personId: Id,
    version: z.int().min(1),
    asOf: InstantField,
    /** What counts of the last 40 service days and of the future: live meals, and days of care that took the lunch. */
    claims: z
      .array(
        z.object({
          kind: z.enum(['meal', 'day_care']),
          claimId: Id,
          serviceDate: DateField,
          /** null for a day of care. */
          mealPeriod: MealPeriod.nullable(),
          siteId: Code,
          subsidyFen: FenField,
        }),
      )
      .max(600),
    lots: z
      .array(
        z.object({
          month: MonthField,
          kind: z.enum(['monthly', 'topup']).optional(),
          leftFen: FenField,
          expiresOn: DateField,
          /** A top-up pays no meal before this day. */
          usableFrom: DateField.nullable().optional(),
        }),
      )
      .max(60),
    vouchers: z.array(z.object({ month: MonthField, leftFen: FenField })).max(6),
  }),
});
