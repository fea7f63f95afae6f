import type { ClosureView, PeriodClosingView } from '@doorstep/contracts';
import type { PeriodEnding } from '../domain/period-ending.js';

export function closureView(ending: PeriodEnding): ClosureView {
  const { id, siteId, serviceDate, mealPeriod, reason, endedOrders, endedAt, completedAt } = ending;
  return {
    ...{ id, siteId, serviceDate, mealPeriod },
    reason: reason ?? 'unknown',
    cancelledOrders: endedOrders,
    closedAt: endedAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}

export function closingView(ending: PeriodEnding): PeriodClosingView {
  const { id, siteId, serviceDate, mealPeriod, served, endedOrders, endedAt, completedAt } = ending;
  return {
    ...{ id, siteId, serviceDate, served },
    mealPeriod: mealPeriod ?? 'lunch',
    noShows: endedOrders,
    closedAt: endedAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}
