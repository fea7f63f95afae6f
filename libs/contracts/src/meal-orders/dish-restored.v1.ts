import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField, MealPeriod } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const DishRestoredV1 = defineEvent({
  type: 'meal-orders.menu.dish-restored.v1',
  topic: TOPICS.mealMenu,
  summary: 'A dish can be ordered again.',
  data: z.looseObject({ siteId: Code, serviceDate: DateField, mealPeriod: MealPeriod, dishId: Id, at: InstantField }),
});
