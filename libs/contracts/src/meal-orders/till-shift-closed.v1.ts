import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField, SignedFenField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const TillShiftClosedV1 = defineEvent({
  type: 'meal-orders.till-shift.closed.v1',
  topic: TOPICS.mealMenu,
  summary: 'A till shift ended; expected and counted cash are both kept.',
  data: z.looseObject({
    shiftId: Id,
    siteId: Code,
    tillId: Code,
    expectedCashFen: SignedFenField,
    countedCashFen: FenField,
    differenceFen: SignedFenField,
    closedAt: InstantField,
  }),
});
