import type { SiteTermState } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import type { ClosedDay } from '@doorstep/policy';

export interface CalendarChange {
  readonly siteId: string;
  /** Of the newest term. */
  readonly version: number;
  /** Who recorded it. */
  readonly meta: EventMeta;
}

export interface DayOfSite extends ClosedDay {
  readonly date: LocalDate;
}

/** On which days sites do not open, as the registry announced it. */
export abstract class SiteCalendars {
  /** Keeps the newest word of each series and day, and notes that orders have to be compared with it. */
  abstract put(tx: Tx, terms: readonly (SiteTermState & { readonly meta: EventMeta })[]): Promise<void>;
  /** Those of the days, from `from` on, on which the site does not open. */
  abstract closedDays(siteId: string, from: LocalDate, days: number): Promise<DayOfSite[]>;
  abstract changes(limit: number): Promise<CalendarChange[]>;
  /** Unless it changed again meanwhile. */
  abstract settle(tx: Tx, change: CalendarChange): Promise<void>;
}
