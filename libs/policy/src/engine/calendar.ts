import type { LocalDate } from '@doorstep/kernel';
import type { CalendarDay } from '../model.js';

/** Callers hand over the same array for thousands of decisions, so it is indexed once. A cache only: the result never depends on it. */
const indexes = new WeakMap<readonly CalendarDay[], ReadonlyMap<LocalDate, CalendarDay['kind']>>();

export function calendarKind(calendar: readonly CalendarDay[], date: LocalDate): CalendarDay['kind'] | undefined {
  if (calendar.length === 0) return undefined;
  let index = indexes.get(calendar);
  if (!index) indexes.set(calendar, (index = new Map(calendar.map((day) => [day.date, day.kind]))));
  return index.get(date);
}
