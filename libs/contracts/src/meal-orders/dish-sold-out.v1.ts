import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField, MealPeriod } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const DishSoldOutV1 = defineEvent({
  type: 'meal-orders.menu.dish-sold-out.v1',
  topic: TOPICS.mealMenu,
  summary: 'A dish can no longer be ordered.',
  data: z.looseObject({ siteId: Code, serviceDate: DateField, mealPeriod: MealPeriod, dishId: Id, at: InstantField }),
});
