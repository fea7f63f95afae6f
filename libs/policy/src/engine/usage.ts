import type { LocalDate } from '@doorstep/kernel';
import type { CapRule } from '../language/rules.js';
import type { MealPeriod, PastClaim } from '../model.js';
import { dayNumber, isSameMonth, weekday } from './dates.js';

type Window = CapRule['window'];

/**
 * What a person has used up around a service date, over all sites, versions of the rule and orders of arrival: same day, same natural week
 * (Monday to Sunday), same month. Claims that were approved with nothing take their slot but count in no cap.
 */
export class Usage {
  /** The live claim that holds the slot of this date and period. */
  holder: PastClaim | undefined = undefined;
  dayCare: PastClaim | undefined = undefined;
  private readonly counts = [0, 0, 0];
  private readonly fen = [0, 0, 0];

  claimsIn(window: Window): number {
    return this.counts[INDEX[window]] ?? 0;
  }

  fenIn(window: Window): number {
    return this.fen[INDEX[window]] ?? 0;
  }

  add(window: number, fen: number): void {
    this.counts[window] = (this.counts[window] ?? 0) + 1;
    this.fen[window] = (this.fen[window] ?? 0) + fen;
  }
}

const INDEX: Readonly<Record<Window, number>> = { day: 0, week: 1, month: 2 };

/** `byWeek`: only packs with a weekly cap need the week, and it is the dear one. */
export function usageOn(claims: readonly PastClaim[], date: LocalDate, period: MealPeriod, byWeek: boolean): Usage {
  const usage = new Usage();
  const today = dayNumber(date);
  const monday = today + 1 - weekday(today);
  for (const claim of claims) {
    const on = claim.serviceDate;
    const isToday = on === date;
    if (claim.kind !== 'meal') {
      if (isToday && claim.kind === 'day_care' && claim.coversMeal !== false) usage.dayCare ??= claim;
      continue;
    }
    if (isToday && claim.mealPeriod === period) usage.holder ??= claim;
    const fen = claim.subsidyFen;
    if (fen <= 0) continue;
    if (isToday) usage.add(0, fen);
    if (byWeek && isInWeek(dayNumber(on), monday)) usage.add(1, fen);
    if (isSameMonth(on, date)) usage.add(2, fen);
  }
  return usage;
}

function isInWeek(day: number, monday: number): boolean {
  return day >= monday && day < monday + 7;
}
