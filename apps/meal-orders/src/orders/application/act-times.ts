import type { LocalDate } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { TakenAtError, TooEarlyError } from '../domain/meal-order.errors.js';
import { CLOCK_SKEW_MS } from '../domain/placement.js';
import { shanghaiStamp } from '../../projections/domain/site-terms.js';

/** When something happened that is told now or later; never in the future, never before the day of the meal. */
export function momentOf(told: string | undefined, serviceDate: LocalDate, now: Date): Date {
  const at = told === undefined ? now : new Date(told);
  if (at.getTime() > now.getTime() + CLOCK_SKEW_MS) throw new TakenAtError('TIME_IN_FUTURE', shanghaiStamp(now));
  if (shanghaiDate(at) < serviceDate) throw new TooEarlyError(serviceDate);
  return at;
}
