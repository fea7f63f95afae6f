import { defineEvent } from '../events/define-event.js';
import { Code, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const MealOrderDeliveryFailedV1 = defineEvent({
  type: 'meal-orders.meal-order.delivery-failed.v1',
  topic: TOPICS.mealOrder,
  summary: 'The meal was brought and could not be handed over; the order may still be delivered or called off.',
  data: OrderRef.extend({ attemptedAt: InstantField, reason: Code }),
});
