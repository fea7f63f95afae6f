import type { Fen, LocalDate } from '@doorstep/kernel';
import type { BookedBy, Booking, CancellationCause } from '../domain/booking.js';
import type { BookingState } from '../domain/booking-state.js';
import type { BookingRecord } from './booking.record.js';

/** The database's CHECKs keep the codes; here they only get their types back. */
export function bookingFrom(record: BookingRecord): Booking {
  return {
    id: record.id,
    personId: record.personId,
    siteId: record.siteId,
    serviceDate: record.serviceDate as LocalDate,
    arrivesAt: record.arrivalTime,
    plannedMinutes: record.plannedMinutes,
    withLunch: record.withLunch,
    bookedBy: record.bookedBy as BookedBy,
    confirmedAt: record.confirmedAt,
    state: record.state as BookingState,
    checkedInAt: record.checkedInAt,
    checkedOutAt: record.checkedOutAt,
    minutes: record.minutes,
    insurancePaidFen: record.insurancePaidFen as Fen | null,
    insuranceReference: record.insuranceReference,
    otherPublicPaidFen: record.otherPublicPaidFen as Fen | null,
    cancelledAt: record.cancelledAt,
    cancellationCause: record.cancellationCause as CancellationCause | null,
    noShowAt: record.noShowAt,
  };
}

export function recordFrom({ arrivesAt, ...booking }: Booking): BookingRecord {
  return { ...booking, arrivalTime: arrivesAt };
}
