import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

/** The date lies before today or beyond the horizon; `limit` is the nearest date that would do. */
export class SessionDateError extends UnprocessableError {
  constructor(code: 'DAY_CARE.DATE_PASSED' | 'DAY_CARE.DATE_TOO_FAR', serviceDate: string, limit: string) {
    super(code, 'the date cannot be planned or booked', { serviceDate, limit });
  }
}

export class SessionNotFoundError extends NotFoundError {
  constructor(siteId: string, serviceDate: string) {
    super('DAY_CARE.SESSION_NOT_FOUND', 'the centre offers no places on this date', { siteId, serviceDate });
  }
}

export class PlacesBelowBookedError extends ConflictError {
  constructor(places: number, booked: number) {
    super('DAY_CARE.PLACES_BELOW_BOOKED', 'more places are taken than would be left', { places, booked });
  }
}

/** New hours would leave bookings outside of them. */
export class HoursExcludeBookingsError extends ConflictError {
  constructor(bookings: number) {
    super('DAY_CARE.HOURS_EXCLUDE_BOOKINGS', 'bookings lie outside the new hours', { bookings });
  }
}

export class ListRangeError extends UnprocessableError {
  constructor(maxDays: number) {
    super('DAY_CARE.RANGE_INVALID', 'the range is empty or too long', { maxDays });
  }
}
