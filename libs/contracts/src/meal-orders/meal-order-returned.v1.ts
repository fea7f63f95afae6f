import { defineEvent } from '../events/define-event.js';
import { Code, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const MealOrderReturnedV1 = defineEvent({
  type: 'meal-orders.meal-order.returned.v1',
  topic: TOPICS.mealOrder,
  summary: 'A served meal was taken back; its claim must be reversed.',
  data: OrderRef.extend({ returnedAt: InstantField, reason: Code }),
});
