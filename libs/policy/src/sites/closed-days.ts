import type { LocalDate } from '@doorstep/kernel';
import { addDays, isoWeekday } from '@doorstep/kernel';

/** Holds in [from, to), and at most until the next of its series begins. */
export interface TermInTime {
  readonly series: string;
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
}

/** Weekdays that are not named are closed. Monday is 1, Sunday 7. */
type Week = readonly { readonly weekday: number }[];

/** A term of a site as `registry` tells it; only closures, hours and stops say on which days it is open. */
export interface CalendarTerm extends TermInTime {
  readonly term: { readonly kind: string; readonly reason?: string; readonly hours?: Week; readonly stops?: Week };
}

/** The kinds of terms that close days. */
export const CALENDAR_KINDS: readonly string[] = ['closure', 'opening', 'stops'];

export interface ClosedBecause {
  readonly because: 'closure' | 'weekday' | 'no_stop';
  /** A closure's own reason, such as `repair`; else the same as `because`. */
  readonly reason: string;
}

export interface ClosedDay extends ClosedBecause {
  /** The first open day afterwards; null when there is none within a year. */
  readonly reopensOn: LocalDate | null;
}

const A_YEAR = 366;

/** Of each series the term that holds on the day: the one that begins last, of several of one day the newest (ADR 0038). */
export function termsInForce<T extends TermInTime>(terms: readonly T[], day: LocalDate): T[] {
  const latest = new Map<string, T>();
  for (const term of terms) {
    const other = latest.get(term.series);
    if (term.from <= day && (!other || isAfter(term, other))) latest.set(term.series, term);
  }
  return [...latest.values()].filter(({ to }) => to === null || day < to);
}

/**
 * Why a site does not open on a day at all, by the terms that hold then; undefined: it opens. Who never said anything about weekdays
 * opens on all of them. `moving`: a truck opens only where it stops.
 */
export function closedBecause(
  holding: readonly CalendarTerm[],
  day: LocalDate,
  moving: boolean,
): ClosedBecause | undefined {
  const closure = holding.find(({ term }) => term.kind === 'closure');
  if (closure) return { because: 'closure', reason: closure.term.reason ?? 'closure' };
  const today = (week: Week | undefined): boolean => (week ?? []).some(({ weekday }) => weekday === isoWeekday(day));
  const opening = holding.find(({ term }) => term.kind === 'opening');
  if (opening && !today(opening.term.hours)) return { because: 'weekday', reason: 'weekday' };
  const stops = holding.some(({ term }) => term.kind === 'stops' && today(term.stops));
  return moving && !stops ? { because: 'no_stop', reason: 'no_stop' } : undefined;
}

/** The same by everything that is recorded of the site, and until when. */
export function closedOn(terms: readonly CalendarTerm[], day: LocalDate, moving: boolean): ClosedDay | undefined {
  const why = (on: LocalDate): ClosedBecause | undefined => closedBecause(termsInForce(terms, on), on, moving);
  const because = why(day);
  if (!because) return undefined;
  for (let ahead = 1; ahead <= A_YEAR; ahead++) {
    const next = addDays(day, ahead);
    if (!why(next)) return { ...because, reopensOn: next };
  }
  return { ...because, reopensOn: null };
}

function isAfter(a: TermInTime, b: TermInTime): boolean {
  return a.from === b.from ? a.version > b.version : a.from > b.from;
}
