import type { LocalDate } from '@doorstep/kernel';
import { isoWeekday } from '@doorstep/kernel';
import { closedBecause } from '@doorstep/policy';
import type { Site } from './site.js';
import { isMoving, sellsMeals } from './site.js';
import type { SiteTerm, TruckStop } from './site-term.js';

export interface CalendarDay {
  readonly date: LocalDate;
  readonly open: boolean;
  readonly because: 'inactive' | 'closure' | 'weekday' | 'no_stop' | null;
  readonly hours: readonly { readonly opensAt: string; readonly closesAt: string }[];
  readonly stops: readonly Omit<TruckStop, 'weekday'>[];
}

/** Whether a site is open on a day, by the terms that hold then. */
export function calendarDay(site: Site, terms: readonly SiteTerm[], date: LocalDate): CalendarDay {
  const because = site.active ? closedBecause(terms, date, isMoving(site))?.because : 'inactive';
  if (because) return { date, open: false, because, hours: [], stops: [] };
  return { date, open: true, because: null, hours: hoursOn(site, terms, date), stops: stopsOn(terms, date) };
}

/** Where nothing is said, a canteen is open in its meal periods, others at times that nobody named. */
function hoursOn(site: Site, terms: readonly SiteTerm[], date: LocalDate): CalendarDay['hours'] {
  const said = terms.flatMap(({ term }) => (term.kind === 'opening' ? [term.hours] : []))[0];
  if (!said) return sellsMeals(site) ? site.periods.map(({ opensAt, closesAt }) => ({ opensAt, closesAt })) : [];
  const today = said.filter(({ weekday }) => weekday === isoWeekday(date));
  return inOrder(today, ({ opensAt }) => opensAt).map(({ opensAt, closesAt }) => ({ opensAt, closesAt }));
}

function stopsOn(terms: readonly SiteTerm[], date: LocalDate): CalendarDay['stops'] {
  const all = terms.flatMap(({ term }) => (term.kind === 'stops' ? term.stops : []));
  const today = all.filter(({ weekday }) => weekday === isoWeekday(date));
  return inOrder(today, ({ arrivesAt }) => arrivesAt).map(({ weekday: _today, ...stop }) => stop);
}

function inOrder<T>(items: readonly T[], time: (item: T) => string): T[] {
  return [...items].sort((a, b) => (time(a) < time(b) ? -1 : 1));
}
