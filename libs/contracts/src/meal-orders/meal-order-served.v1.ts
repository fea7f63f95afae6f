import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { FenField, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const MealOrderServedV1 = defineEvent({
  type: 'meal-orders.meal-order.served.v1',
  topic: TOPICS.mealOrder,
  summary: 'The meal was handed over or delivered.',
  data: OrderRef.extend({
    servedAt: InstantField,
    by: z.enum(['handover', 'delivery']),
    /** The self-pay on the receipt, final for the diner; it may differ from the decided one. */
    receiptSelfPayFen: FenField.optional(),
  }),
});
