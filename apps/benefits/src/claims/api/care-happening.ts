import {
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { ReceivedEvent } from '@doorstep/messaging';
import { metaFrom } from '@doorstep/messaging';
import type { Happening } from '../domain/happening.js';
import type { AskedCare } from '../domain/origin.js';
import { dataOf, refuseForeignKey } from './event-checks.js';

export type CareEvent =
  | typeof BookingConfirmedV1
  | typeof BookingCancelledV1
  | typeof BookingNoShowV1
  | typeof StayCompletedV1
  | typeof StayInsuranceRecordedV1;

/** What a booking's or stay's event means for claims. */
export function careHappening(event: ReceivedEvent<CareEvent>): Happening {
  const { bookingId, personId, siteId, serviceDate } = event.data;
  refuseForeignKey(event, personId);
  const about = {
    ref: { originId: bookingId, personId, siteId, serviceDate: serviceDate as LocalDate, mealPeriod: null },
    cause: metaFrom(event),
    overdue: event.overdue,
  };
  const stay = dataOf(event, StayCompletedV1);
  if (stay) {
    const { minutes, withLunch, insurancePaidFen, otherPublicPaidFen } = stay;
    const asked = { kind: 'day_care' as const, minutes, withLunch, insurancePaidFen, otherPublicPaidFen };
    return { ...about, kind: 'attended', asked };
  }
  const insured = dataOf(event, StayInsuranceRecordedV1);
  if (insured) return { ...about, kind: 'insured', insurancePaidFen: insured.insurancePaidFen };
  const absence = dataOf(event, BookingNoShowV1);
  if (absence) return { ...about, kind: 'absent', asked: planned(absence.plannedMinutes, false) };
  const booked = dataOf(event, BookingConfirmedV1);
  if (booked) return { ...about, kind: 'asked', asked: planned(booked.plannedMinutes, booked.withLunch) };
  const hospital = dataOf(event, BookingCancelledV1)?.cause === 'hospital';
  return { ...about, kind: 'called_off', why: hospital ? 'hospital' : 'cancelled' };
}

function planned(minutes: number, withLunch: boolean): AskedCare {
  return { kind: 'day_care', minutes, withLunch, insurancePaidFen: 0, otherPublicPaidFen: 0 };
}
