import type { ActChannel } from '@doorstep/contracts';
import {
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
  StayStartedV1,
} from '@doorstep/contracts';
import { assert } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Booking } from '../domain/booking.js';

/** The event that tells others of the state that a booking has just reached. `via`: the channel of who acted for the person. */
export function eventOf(booking: Booking, via?: ActChannel): NewEvent {
  const through = via === undefined ? {} : { via };
  switch (booking.state) {
    case 'confirmed':
      return newEvent(BookingConfirmedV1, booking.personId, {
        ...reference(booking),
        arrivesAt: booking.arrivesAt,
        plannedMinutes: booking.plannedMinutes,
        withLunch: booking.withLunch,
        confirmedAt: booking.confirmedAt.toISOString(),
        bookedBy: booking.bookedBy,
        ...through,
      });
    case 'checked_in':
      return newEvent(StayStartedV1, booking.personId, {
        ...reference(booking),
        checkedInAt: known(booking.checkedInAt).toISOString(),
      });
    case 'completed':
      return newEvent(StayCompletedV1, booking.personId, {
        ...reference(booking),
        checkedInAt: known(booking.checkedInAt).toISOString(),
        checkedOutAt: known(booking.checkedOutAt).toISOString(),
        minutes: known(booking.minutes),
        withLunch: booking.withLunch,
        insurancePaidFen: known(booking.insurancePaidFen),
        ...(booking.insuranceReference !== null && { insuranceReference: booking.insuranceReference }),
        otherPublicPaidFen: known(booking.otherPublicPaidFen),
      });
    case 'cancelled':
      return newEvent(BookingCancelledV1, booking.personId, {
        ...reference(booking),
        cause: known(booking.cancellationCause),
        cancelledAt: known(booking.cancelledAt).toISOString(),
        ...through,
      });
    case 'no_show':
      return newEvent(BookingNoShowV1, booking.personId, {
        ...reference(booking),
        plannedMinutes: booking.plannedMinutes,
        recordedAt: known(booking.noShowAt).toISOString(),
      });
  }
}

/** What insurance paid, entered after the stay had been told. */
export function insuranceEvent(booking: Booking, at: Date): NewEvent {
  return newEvent(StayInsuranceRecordedV1, booking.personId, {
    ...reference(booking),
    insurancePaidFen: known(booking.insurancePaidFen),
    insuranceReference: booking.insuranceReference,
    recordedAt: at.toISOString(),
  });
}

function reference({ id, personId, siteId, serviceDate }: Booking): {
  bookingId: string;
  personId: string;
  siteId: string;
  serviceDate: string;
} {
  return { bookingId: id, personId, siteId, serviceDate };
}

function known<T>(value: T | null): T {
  assert(value !== null, 'a booking in this state must have the field');
  return value;
}
