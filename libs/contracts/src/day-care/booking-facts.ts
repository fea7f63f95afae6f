import { z } from 'zod';
import { Code, DateField, Id } from '../events/fields.js';

/** What every event of a booking repeats. */
export const BookingRef = z.looseObject({ bookingId: Id, personId: Id, siteId: Code, serviceDate: DateField });
