import type { ShiftView } from '@doorstep/contracts';
import type { ShiftWithTotals } from '../application/find-shifts.handler.js';
import { expectedCash } from '../domain/till-shift.js';

export function shiftView({ shift, totals }: ShiftWithTotals): ShiftView {
  const { id, siteId, tillId, openingFloatFen, countedCashFen } = shift;
  const expectedCashFen = shift.expectedCashFen ?? expectedCash(openingFloatFen, totals);
  return {
    ...{ id, siteId, tillId, openingFloatFen, expectedCashFen, countedCashFen },
    openedAt: shift.openedAt.toISOString(),
    differenceFen: countedCashFen === null ? null : countedCashFen - expectedCashFen,
    closedAt: shift.closedAt?.toISOString() ?? null,
    totals: totals.map((total) => ({ ...total })),
  };
}
