import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField, MealPeriod } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const SiteClosedV1 = defineEvent({
  type: 'meal-orders.menu.site-closed.v1',
  topic: TOPICS.mealMenu,
  summary: 'A site, or one period of it, does not serve on a date; its orders are called off.',
  data: z.looseObject({
    closureId: Id,
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod.nullable(),
    reason: Code,
    cancelledOrders: z.int().min(0),
    at: InstantField,
  }),
});
