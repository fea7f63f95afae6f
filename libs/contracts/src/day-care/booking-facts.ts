import { z } from 'zod';
import { Code, DateField, Id } from '../events/fields.js';

/** What every event of a booking repeats. */
export const BookingRef = z.looseObject({ bookingId: Id, personId: Id, siteId: Code, serviceDate: DateField });

/** Under which care insurance settled it: letters, digits and a few signs, nothing about the person. */
export const InsuranceReference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/);
