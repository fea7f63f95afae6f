import type { LocalDate } from '@doorstep/kernel';
import { isoWeekday } from '@doorstep/kernel';
import type { Site } from './site.js';
import { sellsMeals } from './site.js';
import type { SiteTerm, TruckStop } from './site-term.js';

export interface CalendarDay {
  readonly date: LocalDate;
  readonly open: boolean;
  readonly because: 'inactive' | 'closure' | 'weekday' | 'no_stop' | null;
  readonly hours: readonly { readonly opensAt: string; readonly closesAt: string }[];
  readonly stops: readonly Omit<TruckStop, 'weekday'>[];
}

/** Whether a site is open on a day, by the terms that hold then. A site without a word about weekdays is open on all of them. */
export function calendarDay(site: Site, terms: readonly SiteTerm[], date: LocalDate): CalendarDay {
  const closed = (because: CalendarDay['because']): CalendarDay => ({
    ...{ date, open: false, because },
    ...{ hours: [], stops: [] },
  });
  if (!site.active) return closed('inactive');
  if (terms.some(({ term }) => term.kind === 'closure')) return closed('closure');
  const hours = hoursOn(site, terms, date);
  if (hours === undefined) return closed('weekday');
  if (site.siteKind !== 'mobile_canteen') return { date, open: true, because: null, hours, stops: [] };
  const stops = stopsOn(terms, date);
  return stops.length === 0 ? closed('no_stop') : { date, open: true, because: null, hours, stops };
}

/** Undefined: not on this weekday. Where nothing is said, a canteen is open in its meal periods, others at times that nobody named. */
function hoursOn(site: Site, terms: readonly SiteTerm[], date: LocalDate): CalendarDay['hours'] | undefined {
  const said = terms.flatMap(({ term }) => (term.kind === 'opening' ? [term.hours] : []))[0];
  if (!said) return sellsMeals(site) ? site.periods.map(({ opensAt, closesAt }) => ({ opensAt, closesAt })) : [];
  const today = said.filter(({ weekday }) => weekday === isoWeekday(date));
  if (today.length === 0) return undefined;
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
