import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const TillShiftOpenedV1 = defineEvent({
  type: 'meal-orders.till-shift.opened.v1',
  topic: TOPICS.mealMenu,
  summary: 'A till shift began with a counted float.',
  data: z.looseObject({ shiftId: Id, siteId: Code, tillId: Code, openingFloatFen: FenField, openedAt: InstantField }),
});
