import { addDays, monthOf, type LocalDate } from '@doorstep/kernel';
import type { CapRule } from '../language/rules.js';
import type { MealPeriod, PastClaim } from '../model.js';
import { dayNumber, weekday } from './dates.js';

/** What a person has used up around a service date, over all sites, versions of the rule and orders of arrival. */
export interface Usage {
  readonly claims: Readonly<Record<CapRule['window'], number>>;
  readonly fen: Readonly<Record<CapRule['window'], number>>;
  /** The live claim that holds the slot of this date and period. */
  readonly holder: PastClaim | undefined;
  readonly dayCare: PastClaim | undefined;
}

/**
 * Counts by service date: same day, same natural week (Monday to Sunday), same month. Claims that were approved with nothing take the slot
 * but count in no cap.
 */
export function usageOn(claims: readonly PastClaim[], date: LocalDate, period: MealPeriod, byWeek: boolean): Usage {
  const month = monthOf(date);
  const monday = byWeek ? addDays(date, 1 - weekday(dayNumber(date))) : date;
  const sunday = byWeek ? addDays(monday, 6) : date;
  const count = { day: 0, week: 0, month: 0 };
  const fen = { day: 0, week: 0, month: 0 };
  let holder: PastClaim | undefined;
  let dayCare: PastClaim | undefined;
  for (const claim of claims) {
    const on = claim.serviceDate;
    if (claim.kind === 'day_care' && on === date) dayCare ??= claim;
    if (claim.kind !== 'meal') continue;
    if (on === date && claim.mealPeriod === period) holder ??= claim;
    if (claim.subsidyFen <= 0) continue;
    if (on === date) add(count, fen, 'day', claim.subsidyFen);
    if (byWeek && on >= monday && on <= sunday) add(count, fen, 'week', claim.subsidyFen);
    if (on.startsWith(month)) add(count, fen, 'month', claim.subsidyFen);
  }
  return { claims: count, fen, holder, dayCare };
}

type Counter = Record<CapRule['window'], number>;

function add(count: Counter, fen: Counter, window: CapRule['window'], amount: number): void {
  count[window] += 1;
  fen[window] += amount;
}
