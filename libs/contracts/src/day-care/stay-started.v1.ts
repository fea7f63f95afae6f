import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { BookingRef } from './booking-facts.js';

export const StayStartedV1 = defineEvent({
  type: 'day-care.stay.started.v1',
  topic: TOPICS.dayCareStay,
  summary: 'The person arrived.',
  data: BookingRef.extend({ checkedInAt: InstantField }),
});
