import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { ActChannel } from '../events/act-channel.js';
import { Code, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const MealOrderCancelledV1 = defineEvent({
  type: 'meal-orders.meal-order.cancelled.v1',
  topic: TOPICS.mealOrder,
  summary: 'An order not yet served was called off.',
  data: OrderRef.extend({
    cancelledAt: InstantField,
    cause: z.enum(['customer', 'operator', 'site_closed', 'delivery_failed']),
    reason: Code.nullable(),
    /** Of who called it off; without it nobody did it for anybody. */
    via: ActChannel.optional(),
  }),
});
