import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { OrderRef } from './order-facts.js';

export const TenderRecordedV1 = defineEvent({
  type: 'meal-orders.meal-order.tender-recorded.v1',
  topic: TOPICS.mealOrder,
  summary: 'The diner paid; Doorstep records the payment and never holds the money.',
  data: OrderRef.extend({
    tenderId: Id,
    means: z.enum(['cash', 'card', 'code', 'meal_card']),
    amountFen: FenField,
    tillId: Code.nullable(),
    shiftId: Id.nullable(),
    recordedAt: InstantField,
  }),
});
