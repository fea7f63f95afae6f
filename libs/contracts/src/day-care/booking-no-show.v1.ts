import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { BookingRef } from './booking-facts.js';

export const BookingNoShowV1 = defineEvent({
  type: 'day-care.booking.no-show.v1',
  topic: TOPICS.dayCareBooking,
  summary: 'Nobody came and nobody called.',
  data: BookingRef.extend({ plannedMinutes: z.int().min(30).max(1440), recordedAt: InstantField }),
});
