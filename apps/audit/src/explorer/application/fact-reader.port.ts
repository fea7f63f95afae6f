import type { HistogramBucket, JournalEntryView, TotalsKey } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { EventPlace } from './event-cursor.js';
import type { EventFilter } from './event-filter.js';

export interface EventPageRequest {
  readonly after: EventPlace | undefined;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
}

/** How much one page may cost: first so long with the best plan, then so many records looked at one after the other. */
export interface SearchBudget {
  /** 0: not at all. */
  readonly tryMs: number;
  readonly records: number;
}

export interface PlacedEntry {
  readonly place: EventPlace;
  readonly entry: JournalEntryView;
}

export interface Searched {
  readonly found: readonly PlacedEntry[];
  readonly searchedTo: EventPlace | undefined;
}

export interface Sum {
  readonly events: number;
  readonly amountFen: number;
}

export interface Bar extends Sum {
  readonly from: Date;
  readonly to: Date;
}

export interface Groups {
  readonly items: readonly (Sum & { readonly key: string | null })[];
  readonly groups: number;
  readonly total: Sum;
}

/** Reads by what was noted of each record. Everything is read below `snapshot`, a journal index. */
export abstract class FactReader {
  /** In pages that may be shorter than asked for: then `searchedTo` is the place up to which was looked. */
  abstract search(
    tx: Tx,
    filter: EventFilter,
    snapshot: bigint,
    page: EventPageRequest,
    budget: SearchBudget,
  ): Promise<Searched>;
  abstract list(tx: Tx, filter: EventFilter, snapshot: bigint, page: EventPageRequest): Promise<PlacedEntry[]>;
  abstract findEvent(tx: Tx, eventId: string): Promise<JournalEntryView | undefined>;
  /** First and last time of the events; undefined when there are none. */
  abstract span(tx: Tx, filter: EventFilter, snapshot: bigint): Promise<{ first: Date; last: Date } | undefined>;
  /** In order, without empty bars, at most `limit`. */
  abstract bars(tx: Tx, filter: EventFilter, snapshot: bigint, bucket: HistogramBucket, limit: number): Promise<Bar[]>;
  abstract groups(tx: Tx, filter: EventFilter, snapshot: bigint, key: TotalsKey, limit: number): Promise<Groups>;
}
