import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const RefundRecordedV1 = defineEvent({
  type: 'meal-orders.meal-order.refund-recorded.v1',
  topic: TOPICS.mealOrder,
  summary: 'Money was given back to the diner.',
  data: OrderRef.extend({
    refundId: Id,
    means: z.enum(['cash', 'card', 'code', 'meal_card']),
    amountFen: FenField,
    reason: Code,
    tillId: Code.nullable(),
    shiftId: Id.nullable(),
    recordedAt: InstantField,
  }),
});
