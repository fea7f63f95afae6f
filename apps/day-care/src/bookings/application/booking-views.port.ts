import type { BookingListQuery, BookingView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** What the caller may see at all: bookings at these sites and of these persons. */
export interface ViewScope {
  readonly sites: readonly string[];
  readonly persons: readonly string[];
}

/** Place of the last booking of a page. */
export interface BookingCursor {
  readonly serviceDate: string;
  readonly id: string;
}

/** Reads bookings together with fee and claims. */
export abstract class BookingViews {
  abstract find(tx: Tx, id: string): Promise<BookingView | undefined>;
  /** In order of service date and id, after the cursor. Without a scope nothing is hidden. */
  abstract list(
    tx: Tx,
    filter: Pick<BookingListQuery, 'siteId' | 'serviceDate' | 'state' | 'personId'>,
    scope: ViewScope | undefined,
    page: { readonly after: BookingCursor | undefined; readonly limit: number },
  ): Promise<BookingView[]>;
}
