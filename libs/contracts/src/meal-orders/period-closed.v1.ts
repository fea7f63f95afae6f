import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, InstantField, MealPeriod } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PeriodClosedV1 = defineEvent({
  type: 'meal-orders.menu.period-closed.v1',
  topic: TOPICS.mealMenu,
  summary: 'A meal period is over; orders still open became no-shows.',
  data: z.looseObject({
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    served: z.int().min(0),
    noShows: z.int().min(0),
    at: InstantField,
  }),
});
