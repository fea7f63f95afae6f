import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, shanghaiInstant } from '@doorstep/kernel';
import { PlacesBelowBookedError, SessionDateError } from './session.errors.js';

export const PLANNING_HORIZON_DAYS = 366;

export interface SessionPlan {
  readonly places: number;
  /** `HH:MM`, Asia/Shanghai. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** Families and the hotline book and cancel until so many minutes before opening. */
  readonly noticeMinutes: number;
}

/** The places that a centre offers on a date. `booked` counts its live bookings. */
export interface Session extends SessionPlan {
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  readonly version: number;
  readonly booked: number;
  /** Places that are kept for people from the waiting line who were offered them. */
  readonly offered: number;
  /** How many are in line; the next free places are theirs. */
  readonly waiting: number;
}

/** The last instant at which somebody outside the centre may book or cancel. */
export function bookableUntil(session: Session): Date {
  return new Date(shanghaiInstant(session.serviceDate, session.opensAt).getTime() - session.noticeMinutes * 60_000);
}

/** Places that anybody can book: neither taken nor kept, and nobody waits for them. */
export function freePlaces(session: Session): number {
  return Math.max(0, session.places - session.booked - session.offered - session.waiting);
}

/** A day that is over cannot be planned any more, nor one further away than a year. */
export function assertPlannable(serviceDate: LocalDate, now: Date): void {
  const today = shanghaiDate(now);
  if (serviceDate < today) throw new SessionDateError('DAY_CARE.DATE_PASSED', serviceDate, today);
  const last = addDays(today, PLANNING_HORIZON_DAYS);
  if (serviceDate > last) throw new SessionDateError('DAY_CARE.DATE_TOO_FAR', serviceDate, last);
}

/** True when the session is what the plan asks for: the answer to an earlier PUT of the same was lost. */
export function isPlannedAs(session: Session, plan: SessionPlan): boolean {
  return (['places', 'opensAt', 'closesAt', 'noticeMinutes'] as const).every(
    (member) => session[member] === plan[member],
  );
}

/** The session as planned anew. @throws PlacesBelowBookedError when places that are taken would vanish. */
export function replan(session: Session, plan: SessionPlan): Session {
  const taken = session.booked + session.offered;
  if (plan.places < taken) throw new PlacesBelowBookedError(plan.places, taken);
  return { ...session, ...plan, version: session.version + 1 };
}
