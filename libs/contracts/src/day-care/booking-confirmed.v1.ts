import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { ActChannel } from '../events/act-channel.js';
import { InstantField, TimeField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { BookingRef } from './booking-facts.js';

export const BookingConfirmedV1 = defineEvent({
  type: 'day-care.booking.confirmed.v1',
  topic: TOPICS.dayCareBooking,
  summary: 'A place in a session is taken.',
  data: BookingRef.extend({
    arrivesAt: TimeField,
    plannedMinutes: z.int().min(30).max(1440),
    withLunch: z.boolean(),
    confirmedAt: InstantField,
    bookedBy: z.enum(['family', 'hotline', 'worker', 'staff', 'self']),
    via: ActChannel.optional(),
  }),
});
