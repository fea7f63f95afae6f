import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { PlacedOrder } from './order-facts.js';

export const MealOrderPlacedV1 = defineEvent({
  type: 'meal-orders.meal-order.placed.v1',
  topic: TOPICS.mealOrder,
  summary: 'An order was accepted, with the price shown to the person.',
  data: PlacedOrder,
});
