import type { LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import type { Period } from '../../projections/domain/site-terms.js';
import { EndingDateError, PeriodNotYetError } from './period-ending.errors.js';

/** Which orders end, and how. `closure`: the site does not serve, they are cancelled. `closing`: the period is over, they are no-shows. */
export interface OrdersEnding {
  readonly kind: 'closure' | 'closing';
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  /** null = the whole day; only a closure has it. */
  readonly mealPeriod: Period | null;
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly correlationId: string;
}

/** The end of taking orders for a period. It refuses further orders from its first transaction on; the open ones follow in bounded steps. */
export interface PeriodEnding extends OrdersEnding {
  readonly id: string;
  readonly served: number;
  readonly endedOrders: number;
  readonly endedAt: Date;
  /** null while orders are still being ended. */
  readonly completedAt: Date | null;
}

export const MAX_CLOSURE_DAYS_AHEAD = 366;

/** Whether that day can be ended now, seen from when it was asked for. */
export function checkEndingDate({ kind, serviceDate, endedAt }: PeriodEnding): void {
  if (kind === 'closure') checkClosureDate(serviceDate, shanghaiDate(endedAt));
  else checkClosingDate(serviceDate, shanghaiDate(endedAt));
}

/** A closure is for today or later: what was served cannot be undone by closing. */
function checkClosureDate(serviceDate: LocalDate, today: LocalDate): void {
  if (serviceDate < today) throw new EndingDateError('SERVICE_DATE_PAST', today);
  const furthest = addDays(today, MAX_CLOSURE_DAYS_AHEAD);
  if (serviceDate > furthest) throw new EndingDateError('SERVICE_DATE_TOO_FAR', furthest);
}

/** A period ends on its day or afterwards; otherwise a slip of the finger would make no-shows of tomorrow's guests. */
function checkClosingDate(serviceDate: LocalDate, today: LocalDate): void {
  if (serviceDate > today) throw new PeriodNotYetError(serviceDate);
}
