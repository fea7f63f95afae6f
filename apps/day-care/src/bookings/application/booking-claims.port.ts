import type { DayCareFeeDecidedV1, EventData, FunderShare } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export type ClaimState = 'held' | 'denied' | 'settled' | 'released' | 'expired' | 'reversed';

/** A claim as one event of `benefits` tells it. What the event does not say is undefined and stays as it was. */
export interface ClaimNews {
  readonly claimId: string;
  readonly bookingId: string;
  readonly state: ClaimState;
  readonly subsidyFen: number;
  readonly shares: readonly FunderShare[];
  readonly outcome?: 'approve' | 'partial' | 'deny';
  readonly reason?: string;
  readonly correctsClaimId?: string | null;
}

export type FeeNews = EventData<typeof DayCareFeeDecidedV1>;

/** What `benefits` decided about bookings. Money is decided there; here it is only shown. */
export abstract class BookingClaims {
  /** In order of arrival; the last one about a claim or a booking counts. Unknown bookings are refused by the database. */
  abstract keepClaims(tx: Tx, news: readonly ClaimNews[]): Promise<void>;
  abstract keepFees(tx: Tx, news: readonly FeeNews[]): Promise<void>;
}
