import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { WaitingRef } from './waiting-facts.js';

export const WaitingOfferedV1 = defineEvent({
  type: 'day-care.waiting.offered.v1',
  topic: TOPICS.dayCareBooking,
  summary: 'A place is kept for the first in line until `until`; then it goes to the next one.',
  data: WaitingRef.extend({ offeredAt: InstantField, until: InstantField }),
});
