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

/** On which days centres do not open, as the registry announced it. */
export abstract class CentreCalendars {
  /** Keeps the newest word of each series and day, and notes that bookings have to be compared with it. */
  abstract put(tx: Tx, terms: readonly (SiteTermState & { readonly meta: EventMeta })[]): Promise<void>;
  /** Those of the dates on which the centre does not open, each with until when. */
  abstract closedDays(tx: Tx, siteId: string, dates: readonly LocalDate[]): Promise<ReadonlyMap<LocalDate, ClosedDay>>;
  abstract changes(tx: Tx, limit: number): Promise<CalendarChange[]>;
  /** Unless it changed again meanwhile. */
  abstract settle(tx: Tx, change: CalendarChange): Promise<void>;
}
