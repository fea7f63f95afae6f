import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const MealOrderNoShowV1 = defineEvent({
  type: 'meal-orders.meal-order.no-show.v1',
  topic: TOPICS.mealOrder,
  summary: 'Nobody came for the meal.',
  data: OrderRef.extend({ recordedAt: InstantField, by: z.enum(['operator', 'period_closing']) }),
});
