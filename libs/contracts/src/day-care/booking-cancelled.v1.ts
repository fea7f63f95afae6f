import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { ActChannel } from '../events/act-channel.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { BookingRef } from './booking-facts.js';

export const BookingCancelledV1 = defineEvent({
  type: 'day-care.booking.cancelled.v1',
  topic: TOPICS.dayCareBooking,
  summary: 'The place is free again.',
  data: BookingRef.extend({
    cause: z.enum(['customer', 'centre', 'hospital', 'death']),
    cancelledAt: InstantField,
    /** Of who called it off; without it a fact did. */
    via: ActChannel.optional(),
  }),
});
