import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';
import { Code, DateField, DecisionStep, FenField, FunderShare, Id, InstantField, TimeField } from '../events/fields.js';
import { ActView } from '../http/act.js';
import { PageQuery, pageOf } from '../http/page.js';
import { InsuranceReference } from './booking-facts.js';

/** As often may be corrected what insurance paid for one day. */
export const MOST_INSURANCE_ENTRIES = 20;

export const DayCareBookingState = z.enum(['confirmed', 'checked_in', 'completed', 'cancelled', 'no_show']);
export type DayCareBookingState = z.infer<typeof DayCareBookingState>;

/** Body of `POST v1/bookings`. The client makes the id, so that a retry is the same booking. */
export const PlaceBooking = z
  .strictObject({
    id: z.uuidv7().lowercase(),
    personId: Id,
    siteId: Code,
    serviceDate: DateField,
    arrivesAt: TimeField,
    plannedMinutes: z.int().min(30).max(1440),
    withLunch: z.boolean(),
    /** Through which channel the wish came; left out, the one that goes with the work of whoever acts. */
    via: ActChannel.optional(),
  })
  .meta({ id: 'PlaceBooking' });
export type PlaceBooking = z.infer<typeof PlaceBooking>;

/** `at` is for arrivals written down on paper first; without it the server's time counts. */
export const CheckIn = z.strictObject({ at: InstantField.optional() }).prefault({}).meta({ id: 'CheckIn' });
export type CheckIn = z.infer<typeof CheckIn>;

const NEEDS_REFERENCE = { path: ['insuranceReference'], message: 'what insurance paid needs its reference' };
const hasReference = (paid: { insurancePaidFen: number; insuranceReference: string | null }): boolean =>
  paid.insurancePaidFen === 0 || paid.insuranceReference !== null;

export const CheckOut = z
  .strictObject({
    at: InstantField.optional(),
    /** What care insurance and other public money already paid for this day. */
    insurancePaidFen: FenField.default(0),
    insuranceReference: InsuranceReference.nullable().default(null),
    otherPublicPaidFen: FenField.default(0),
  })
  .refine(hasReference, NEEDS_REFERENCE)
  .prefault({})
  .meta({ id: 'CheckOut' });
export type CheckOut = z.infer<typeof CheckOut>;

/** What care insurance paid for a day that is over; nothing, when it was entered by mistake. The last entry counts. */
export const RecordInsurance = z
  .strictObject({ insurancePaidFen: FenField, insuranceReference: InsuranceReference.nullable() })
  .refine(hasReference, NEEDS_REFERENCE)
  .meta({ id: 'RecordInsurance' });
export type RecordInsurance = z.infer<typeof RecordInsurance>;

export const CancelBooking = z
  .strictObject({
    cause: z.enum(['customer', 'centre', 'hospital']).default('customer'),
    /** Through which channel the wish came; left out, the one that goes with the work of whoever acts. */
    via: ActChannel.optional(),
  })
  .prefault({})
  .meta({ id: 'CancelBooking' });
export type CancelBooking = z.infer<typeof CancelBooking>;

export const RecordNoShow = z.strictObject({}).prefault({}).meta({ id: 'RecordNoShow' });
export type RecordNoShow = z.infer<typeof RecordNoShow>;

/** At least one of `siteId` and `personId`. */
export const BookingListQuery = z
  .strictObject({
    ...PageQuery.shape,
    siteId: Code.optional(),
    serviceDate: DateField.optional(),
    state: DayCareBookingState.optional(),
    personId: Id.optional(),
  })
  .refine((query) => query.siteId !== undefined || query.personId !== undefined, {
    path: ['siteId'],
    message: 'name a centre or a person',
  });
export type BookingListQuery = z.infer<typeof BookingListQuery>;

/** One claim of the booking, as `benefits` decided it. */
export const BookingClaimView = z.object({
  claimId: Id,
  state: z.enum(['held', 'denied', 'settled', 'released', 'expired', 'reversed']),
  outcome: z.enum(['approve', 'partial', 'deny']).nullable(),
  reason: z.string().nullable(),
  subsidyFen: FenField,
  shares: z.array(FunderShare),
  correctsClaimId: Id.nullable(),
});
export type BookingClaimView = z.infer<typeof BookingClaimView>;

/** What the day (or the no-show) costs and who pays which part; null until `benefits` has decided. */
export const BookingFeeView = z.object({
  kind: z.enum(['stay', 'no_show']),
  feeFen: FenField,
  insurancePaidFen: FenField,
  otherPublicPaidFen: FenField,
  subsidyFen: FenField,
  selfPayFen: FenField,
  /** Null when no rules covered the centre. */
  packId: Code.nullable(),
  ruleVersion: z.string().nullable(),
  steps: z.array(DecisionStep),
  decidedAt: z.string(),
});
export type BookingFeeView = z.infer<typeof BookingFeeView>;

export const InsuranceEntry = z.object({
  insurancePaidFen: FenField,
  insuranceReference: InsuranceReference.nullable(),
  recordedAt: z.string(),
});
export type InsuranceEntry = z.infer<typeof InsuranceEntry>;

export const BookingView = z
  .object({
    id: Id,
    personId: Id,
    siteId: Code,
    serviceDate: DateField,
    arrivesAt: TimeField,
    plannedMinutes: z.int(),
    withLunch: z.boolean(),
    state: DayCareBookingState,
    bookedBy: z.enum(['family', 'hotline', 'worker', 'staff', 'self']),
    /** Who booked, and who called it off; null while it stands. */
    placed: ActView,
    cancelled: ActView.nullable(),
    confirmedAt: z.string(),
    checkedInAt: z.string().nullable(),
    checkedOutAt: z.string().nullable(),
    minutes: z.int().nullable(),
    insurancePaidFen: FenField.nullable(),
    insuranceReference: InsuranceReference.nullable(),
    otherPublicPaidFen: FenField.nullable(),
    /** What was entered for it, the last one counts; oldest first. */
    insuranceEntries: z.array(InsuranceEntry).max(MOST_INSURANCE_ENTRIES),
    cancelledAt: z.string().nullable(),
    cancellationCause: z.enum(['customer', 'centre', 'hospital', 'death']).nullable(),
    noShowAt: z.string().nullable(),
    fee: BookingFeeView.nullable(),
    claims: z.array(BookingClaimView),
  })
  .meta({ id: 'DayCareBooking' });
export type BookingView = z.infer<typeof BookingView>;

export const BookingPage = pageOf(BookingView).meta({ id: 'DayCareBookingPage' });
export type BookingPage = z.infer<typeof BookingPage>;
