import { defineEvent } from '../events/define-event.js';
import { FenField, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { BookingRef, InsuranceReference } from './booking-facts.js';

export const StayInsuranceRecordedV1 = defineEvent({
  type: 'day-care.stay.insurance-recorded.v1',
  topic: TOPICS.dayCareStay,
  summary: 'What care insurance paid for a stay became known after it, or was corrected; the last word counts.',
  data: BookingRef.extend({
    insurancePaidFen: FenField,
    /** Null when insurance paid nothing after all. */
    insuranceReference: InsuranceReference.nullable(),
    recordedAt: InstantField,
  }),
});
