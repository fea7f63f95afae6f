import { addDays, addMonths, mondayOf, monthOf, type LocalDate } from '@doorstep/kernel';
import type { Window } from '../../claims/domain/window.js';

/** A changed claim frees or uses up caps of its whole week and month: service dates whose decisions may differ. */
export function capWindow({ from, to }: Window): Window {
  const monthStart = `${monthOf(from)}-01` as LocalDate;
  const weekStart = mondayOf(from);
  const start = weekStart < monthStart ? weekStart : monthStart;
  if (to === undefined) return { from: start, to: undefined };
  const monthEnd = addDays(`${addMonths(monthOf(to), 1)}-01` as LocalDate, -1);
  const weekEnd = addDays(mondayOf(to), 6);
  return { from: start, to: weekEnd > monthEnd ? weekEnd : monthEnd };
}

/** The smallest window that holds both. */
export function widest(a: Window | undefined, b: Window): Window {
  if (!a) return b;
  const to = a.to === undefined || b.to === undefined ? undefined : a.to > b.to ? a.to : b.to;
  return { from: a.from < b.from ? a.from : b.from, to };
}
