import type { Fen, LocalDate } from '@doorstep/kernel';
import { shanghaiDate, shanghaiInstant } from '@doorstep/kernel';
import { StayNotOverError, TimeNotPlausibleError, WrongStateError } from './booking.errors.js';
import type { BookingState } from './booking-state.js';
import { mayBecome } from './booking-state.js';

export type BookedBy = 'family' | 'hotline' | 'worker' | 'staff' | 'self';
export type CancellationCause = 'customer' | 'centre' | 'hospital' | 'death';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

interface BookingFields {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  /** `HH:MM`, Asia/Shanghai. */
  readonly arrivesAt: string;
  readonly plannedMinutes: number;
  readonly withLunch: boolean;
  readonly bookedBy: BookedBy;
  readonly confirmedAt: Date;
}

interface BookingProgress {
  readonly state: BookingState;
  readonly checkedInAt: Date | null;
  readonly checkedOutAt: Date | null;
  readonly minutes: number | null;
  readonly insurancePaidFen: Fen | null;
  /** Under which insurance settled it; null when it paid nothing. */
  readonly insuranceReference: string | null;
  readonly otherPublicPaidFen: Fen | null;
  readonly cancelledAt: Date | null;
  readonly cancellationCause: CancellationCause | null;
  readonly noShowAt: Date | null;
}

export type Booking = BookingFields & BookingProgress;

/** What care insurance paid for a day, and its reference. */
export interface InsurancePaid {
  readonly insurancePaidFen: Fen;
  readonly insuranceReference: string | null;
}

/** When something is recorded, and how far ahead of the server's clock a device may be. */
export interface Recording {
  readonly now: Date;
  readonly toleranceMinutes: number;
}

export function confirmed(fields: BookingFields): Booking {
  return {
    ...fields,
    state: 'confirmed',
    checkedInAt: null,
    checkedOutAt: null,
    minutes: null,
    insurancePaidFen: null,
    insuranceReference: null,
    otherPublicPaidFen: null,
    cancelledAt: null,
    cancellationCause: null,
    noShowAt: null,
  };
}

export function checkIn(booking: Booking, at: Date, recording: Recording): Booking {
  assertNotFuture(at, recording);
  if (shanghaiDate(at) !== booking.serviceDate) throw new TimeNotPlausibleError('other_day');
  return become(booking, 'checked_in', { checkedInAt: toMinute(at) });
}

/** Minutes are counted from minute to minute, as an attendance sheet does; a visit lasts one minute at least. */
export function checkOut(
  booking: Booking,
  at: Date,
  paid: InsurancePaid & { readonly otherPublicPaidFen: Fen },
  recording: Recording,
): Booking {
  assertNotFuture(at, recording);
  const arrived = booking.checkedInAt;
  if (!arrived || !mayBecome(booking.state, 'completed')) throw new WrongStateError(booking.state, 'completed');
  const left = toMinute(at);
  const minutes = Math.max(1, (left.getTime() - arrived.getTime()) / MINUTE_MS);
  if (left < arrived) throw new TimeNotPlausibleError('before_arrival');
  if (minutes > DAY_MINUTES) throw new TimeNotPlausibleError('too_long');
  return become(booking, 'completed', { checkedOutAt: left, minutes, ...paid });
}

/** What insurance paid became known, or was wrong. The same again changes nothing. */
export function insured(booking: Booking, { insurancePaidFen, insuranceReference }: InsurancePaid): Booking {
  if (booking.state !== 'completed') throw new StayNotOverError(booking.state);
  const isSame = booking.insurancePaidFen === insurancePaidFen && booking.insuranceReference === insuranceReference;
  return isSame ? booking : { ...booking, insurancePaidFen, insuranceReference };
}

export function cancel(booking: Booking, cause: CancellationCause, now: Date): Booking {
  return become(booking, 'cancelled', { cancelledAt: now, cancellationCause: cause });
}

/** Nobody is missing before the hour at which they were expected. */
export function missed(booking: Booking, recording: Recording): Booking {
  const next = become(booking, 'no_show', { noShowAt: recording.now });
  const expected = shanghaiInstant(booking.serviceDate, booking.arrivesAt).getTime();
  if (expected > recording.now.getTime() + recording.toleranceMinutes * MINUTE_MS)
    throw new TimeNotPlausibleError('before_planned_arrival');
  return next;
}

function become(booking: Booking, state: BookingState, change: Partial<BookingProgress>): Booking {
  if (!mayBecome(booking.state, state)) throw new WrongStateError(booking.state, state);
  return { ...booking, ...change, state };
}

function assertNotFuture(at: Date, { now, toleranceMinutes }: Recording): void {
  if (at.getTime() > now.getTime() + toleranceMinutes * MINUTE_MS) throw new TimeNotPlausibleError('future');
}

function toMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
}
