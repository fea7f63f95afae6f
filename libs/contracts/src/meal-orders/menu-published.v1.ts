import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, FenField, Id, InstantField, MealPeriod } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const MenuPublishedV1 = defineEvent({
  type: 'meal-orders.menu.published.v1',
  topic: TOPICS.mealMenu,
  summary: 'The menu of one site, date and period; the highest version counts.',
  data: z.looseObject({
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    version: z.int().min(1),
    dishes: z
      .array(
        z.object({
          dishId: Id,
          name: z.string().min(1).max(60),
          priceFen: FenField,
          quantityLimit: z.int().min(0).max(10_000).nullable(),
          dietTags: z.array(Code).max(10),
          standardSet: z.boolean(),
        }),
      )
      .max(100),
    publishedAt: InstantField,
  }),
});
