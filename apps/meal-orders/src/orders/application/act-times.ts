import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import { TakenAtError, TooEarlyError } from '../domain/meal-order.errors.js';
import { CLOCK_SKEW_MS, MAX_DAYS_LATE } from '../domain/placement.js';
import { shanghaiStamp } from '../../projections/domain/site-terms.js';

/** When something happened that is told now or later; never in the future, never before the day of the meal. */
export function momentOf(told: string | undefined, serviceDate: LocalDate, now: Date): Date {
  const at = told === undefined ? now : new Date(told);
  if (at.getTime() > now.getTime() + CLOCK_SKEW_MS) throw new TakenAtError('TIME_IN_FUTURE', shanghaiStamp(now));
  if (shanghaiDate(at) < serviceDate) throw new TooEarlyError(serviceDate);
  return at;
}

/** What is told later than a till may tell a sale is entered by the finance side. */
export function checkAge(at: Date, now: Date): void {
  const oldest = addDays(shanghaiDate(now), -MAX_DAYS_LATE);
  if (shanghaiDate(at) < oldest) throw new TakenAtError('TIME_TOO_OLD', oldest);
}
