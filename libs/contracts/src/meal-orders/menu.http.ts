import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField, MealPeriod } from '../events/fields.js';
import { shortText } from './text.http.js';

/** Path of a menu and of everything that belongs to one period of a site. */
export const MenuPath = z.object({ siteId: Code, serviceDate: DateField, mealPeriod: MealPeriod });
export type MenuPath = z.infer<typeof MenuPath>;

export const MenuDishInput = z.strictObject({
  id: Id,
  name: shortText(60),
  priceFen: FenField.min(1).max(100_000),
  /** Most portions that are sold; null = no limit. */
  quantityLimit: z.int().min(0).max(10_000).nullable().default(null),
  dietTags: z.array(Code).max(10).default([]),
  standardSet: z.boolean().default(false),
});
export type MenuDishInput = z.infer<typeof MenuDishInput>;

export const PutMenu = z
  .strictObject({
    dishes: z
      .array(MenuDishInput)
      .min(1)
      .max(100)
      .refine((dishes) => new Set(dishes.map((dish) => dish.id)).size === dishes.length, 'a dish is listed twice'),
    /** false keeps a draft that nobody can order from. A published menu stays published. */
    publish: z.boolean().default(true),
  })
  .meta({ id: 'PutMenu' });
export type PutMenu = z.infer<typeof PutMenu>;

export const MenuView = z
  .object({
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    version: z.int().min(1),
    publishedAt: InstantField.nullable(),
    /** True when the site or this period is closed on that date, or the period was ended. */
    closed: z.boolean(),
    dishes: z.array(
      z.object({
        id: Id,
        name: z.string(),
        priceFen: FenField,
        quantityLimit: z.int().nullable(),
        /** Portions that can still be ordered; null = no limit. */
        remaining: z.int().nullable(),
        dietTags: z.array(Code),
        standardSet: z.boolean(),
        soldOut: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'MenuView' });
export type MenuView = z.infer<typeof MenuView>;

export const SellOut = z
  .strictObject({
    dishId: Id,
    /** false restores the dish. */
    soldOut: z.boolean().default(true),
  })
  .meta({ id: 'SellOut' });
export type SellOut = z.infer<typeof SellOut>;
