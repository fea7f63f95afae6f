import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import type { Session } from '../../sessions/domain/session.js';
import { bookableUntil } from '../../sessions/domain/session.js';
import { SessionDateError } from '../../sessions/domain/session.errors.js';
import { CutOffPassedError, OutsideHoursError } from './booking.errors.js';

export const BOOKING_HORIZON_DAYS = 92;

export function assertBookableDate(serviceDate: LocalDate, now: Date): void {
  const today = shanghaiDate(now);
  if (serviceDate < today) throw new SessionDateError('DAY_CARE.DATE_PASSED', serviceDate, today);
  const last = addDays(today, BOOKING_HORIZON_DAYS);
  if (serviceDate > last) throw new SessionDateError('DAY_CARE.DATE_TOO_FAR', serviceDate, last);
}

/** Families and the hotline must keep the notice; the centre's own staff may take anybody in at any time. */
export function assertNoticeKept(session: Session, byCentre: boolean, now: Date, phone: string | null): void {
  const until = bookableUntil(session);
  if (!byCentre && now > until) throw new CutOffPassedError(until, phone);
}

/** The visit must begin and end within the session's hours. */
export function assertWithinHours(session: Session, arrivesAt: string, plannedMinutes: number): void {
  const arrival = minuteOfDay(arrivesAt);
  const fits = arrival >= minuteOfDay(session.opensAt) && arrival + plannedMinutes <= minuteOfDay(session.closesAt);
  if (!fits) throw new OutsideHoursError(session.opensAt, session.closesAt);
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
