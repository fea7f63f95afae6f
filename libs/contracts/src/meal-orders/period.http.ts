import { z } from 'zod';
import { Code, DateField, Id, InstantField, MealPeriod } from '../events/fields.js';

export const MenuSitePath = z.object({ siteId: Code });
export type MenuSitePath = z.infer<typeof MenuSitePath>;

export const CloseSite = z
  .strictObject({
    serviceDate: DateField,
    /** null closes the whole day. */
    mealPeriod: MealPeriod.nullable().default(null),
    reason: Code,
  })
  .meta({ id: 'CloseSite' });
export type CloseSite = z.infer<typeof CloseSite>;

export const ClosureView = z
  .object({
    id: Id,
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod.nullable(),
    reason: Code,
    cancelledOrders: z.int().min(0),
    closedAt: InstantField,
    /** null while orders are still being called off. */
    completedAt: InstantField.nullable(),
  })
  .meta({ id: 'ClosureView' });
export type ClosureView = z.infer<typeof ClosureView>;

/** The closing of a period takes no arguments; the body may be `{}` or absent. */
export const ClosePeriod = z.strictObject({}).nullish().meta({ id: 'ClosePeriod' });
export type ClosePeriod = z.infer<typeof ClosePeriod>;

export const PeriodClosingView = z
  .object({
    id: Id,
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    served: z.int().min(0),
    noShows: z.int().min(0),
    closedAt: InstantField,
    completedAt: InstantField.nullable(),
  })
  .meta({ id: 'PeriodClosingView' });
export type PeriodClosingView = z.infer<typeof PeriodClosingView>;

export const KitchenQuery = z.strictObject({ siteId: Code, serviceDate: DateField, mealPeriod: MealPeriod });
export type KitchenQuery = z.infer<typeof KitchenQuery>;

const Counts = z.object({
  /** Everything ordered and not called off. */
  ordered: z.int(),
  served: z.int(),
  noShow: z.int(),
  toCook: z.int(),
});

/** What must be cooked. No names and no orders: the kitchen needs neither. */
export const KitchenCounts = z
  .object({
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    orders: z.int(),
    dishes: z.array(
      Counts.extend({
        dishId: Id,
        name: z.string(),
        soldOut: z.boolean(),
        byChannel: z.object({ dine_in: Counts, takeaway: Counts, delivery: Counts }),
      }),
    ),
  })
  .meta({ id: 'KitchenCounts' });
export type KitchenCounts = z.infer<typeof KitchenCounts>;
