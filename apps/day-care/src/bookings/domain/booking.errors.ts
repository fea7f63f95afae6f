import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '@doorstep/kernel';
import type { Obstacle } from '../../people/domain/attendance-obstacle.js';
import type { BookingState } from './booking-state.js';

export class BookingNotFoundError extends NotFoundError {
  constructor() {
    super('DAY_CARE.BOOKING_NOT_FOUND', 'there is no such booking');
  }
}

/** A person outside the caller's scope; said in the same words as one who does not exist. */
export class PersonNotFoundError extends NotFoundError {
  constructor() {
    super('DAY_CARE.PERSON_NOT_FOUND', 'there is no such person');
  }
}

export class PersonUnknownError extends UnprocessableError {
  constructor() {
    super('DAY_CARE.PERSON_UNKNOWN', 'the registry has not named this person yet');
  }
}

export class CannotAttendError extends UnprocessableError {
  constructor(obstacle: Obstacle, serviceDate: string) {
    const code = obstacle === 'deceased' ? 'DAY_CARE.PERSON_DECEASED' : 'DAY_CARE.IN_HOSPITAL';
    super(code, 'the person cannot attend on this date', { serviceDate });
  }
}

export class WrongStateError extends ConflictError {
  constructor(from: BookingState, to: BookingState) {
    super('DAY_CARE.WRONG_STATE', `a booking that is ${from} cannot become ${to}`, { state: from });
  }
}

/** Insurance pays for days that were attended. */
export class StayNotOverError extends ConflictError {
  constructor(state: BookingState) {
    super('DAY_CARE.STAY_NOT_OVER', 'the person has not been checked out', { state });
  }
}

export class InsuranceTooOftenError extends ConflictError {
  constructor() {
    super('DAY_CARE.INSURANCE_TOO_OFTEN', 'what insurance paid for this day was entered too many times');
  }
}

export class BookingIdTakenError extends ConflictError {
  constructor() {
    super('DAY_CARE.BOOKING_ID_TAKEN', 'the id belongs to another booking');
  }
}

/** One live booking per person and date, whichever the centre. */
export class AlreadyBookedError extends ConflictError {
  constructor(serviceDate: string, siteId: string) {
    super('DAY_CARE.ALREADY_BOOKED', 'the person has a place on this date', { serviceDate, siteId });
  }
}

/** `freeDates` names the nearest dates with free places, comma-separated; empty when there are none. */
export class SessionFullError extends ConflictError {
  constructor(siteId: string, serviceDate: string, freeDates: readonly string[]) {
    super('DAY_CARE.SESSION_FULL', 'no place is free', { siteId, serviceDate, freeDates: freeDates.join(',') });
  }
}

/** After `until` only the centre's staff may book or cancel; `phone` is whom to call. */
export class CutOffPassedError extends ConflictError {
  constructor(until: Date, phone: string | null) {
    super('DAY_CARE.CUT_OFF_PASSED', 'the notice is too short', { until: until.toISOString(), phone });
  }
}

export class OutsideHoursError extends UnprocessableError {
  constructor(opensAt: string, closesAt: string) {
    super('DAY_CARE.OUTSIDE_HOURS', 'the visit does not fit into the opening hours', { opensAt, closesAt });
  }
}

/** A recorded time that cannot be true: in the future, on another day, or not after the arrival. */
export class TimeNotPlausibleError extends UnprocessableError {
  constructor(reason: 'future' | 'other_day' | 'before_arrival' | 'too_long' | 'before_planned_arrival') {
    super('DAY_CARE.TIME_NOT_PLAUSIBLE', 'the recorded time cannot be right', { reason });
  }
}

export class CauseNotAllowedError extends ForbiddenError {
  constructor() {
    super('DAY_CARE.CAUSE_NOT_ALLOWED', 'only the centre may give this cause');
  }
}

export class CentreOnlyError extends ForbiddenError {
  constructor() {
    super('DAY_CARE.CENTRE_ONLY', 'only the staff of the centre may do this');
  }
}
