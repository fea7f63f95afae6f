import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { FenField, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { BookingRef, InsuranceReference } from './booking-facts.js';

export const StayCompletedV1 = defineEvent({
  type: 'day-care.stay.completed.v1',
  topic: TOPICS.dayCareStay,
  summary: 'The person left; fee and shares are worked out in benefits.',
  data: BookingRef.extend({
    checkedInAt: InstantField,
    checkedOutAt: InstantField,
    minutes: z.int().min(1).max(1440),
    withLunch: z.boolean(),
    insurancePaidFen: FenField,
    insuranceReference: InsuranceReference.optional(),
    otherPublicPaidFen: FenField,
  }),
});
