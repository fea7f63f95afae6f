import { z } from 'zod';
import { Code, DateField, FenField, Id, MealPeriod, MonthField } from '../events/fields.js';

export const AllowanceView = z.object({
  allowanceId: Id,
  packId: Code,
  kind: z.enum(['monthly', 'topup', 'voucher']),
  month: MonthField,
  amountFen: FenField,
  leftFen: FenField,
  lapsedFen: FenField,
  /** Last usable day. */
  expiresOn: DateField,
  usableFrom: DateField.nullable(),
  forMonth: MonthField.nullable(),
});
export type AllowanceView = z.infer<typeof AllowanceView>;

/** A cap of a pack and what is left under it on the day. `count` in claims, `money` in fen. */
export const CapView = z.object({
  packId: Code,
  window: z.enum(['day', 'week', 'month']),
  unit: z.enum(['count', 'money']),
  reason: z.string(),
  most: z.int(),
  used: z.int(),
  left: z.int(),
});
export type CapView = z.infer<typeof CapView>;

/** What a person may have today, this week and this month. */
export const EntitlementView = z
  .object({
    personId: Id,
    on: DateField,
    allowances: z.array(AllowanceView).max(200),
    caps: z.array(CapView).max(60),
    /** Meals of the day that are taken already, by whom. */
    taken: z.array(z.object({ mealPeriod: MealPeriod, siteId: Code, claimId: Id })).max(10),
  })
  .meta({ id: 'EntitlementView' });
export type EntitlementView = z.infer<typeof EntitlementView>;

export const EntitlementQuery = z.strictObject({ on: DateField.optional() });
export type EntitlementQuery = z.infer<typeof EntitlementQuery>;

export const EntitlementDayView = z
  .object({
    day: DateField,
    done: z.boolean(),
    people: z.int().min(0),
    issuedFen: FenField,
    lapsedFen: FenField,
  })
  .meta({ id: 'EntitlementDayView' });
export type EntitlementDayView = z.infer<typeof EntitlementDayView>;
