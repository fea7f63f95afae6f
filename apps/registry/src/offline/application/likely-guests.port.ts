import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';

export interface LikelyGuest {
  readonly personId: string;
  readonly cards: readonly string[];
  readonly orders: readonly { readonly orderId: string; readonly mealPeriod: string | null }[];
}

export interface Gathering {
  readonly siteId: string;
  readonly today: LocalDate;
  /** Who showed a card or booked on this day or later is a regular. */
  readonly since: LocalDate;
  readonly limit: number;
}

/** Who is likely to come to a site today: those with an order first, then the regulars who were there last. */
export abstract class LikelyGuests {
  /** Among the people whom the transaction shows; nobody who was erased or has died. `leftOut`: for whom there was no room. */
  abstract of(tx: Tx, gathering: Gathering): Promise<{ readonly guests: LikelyGuest[]; readonly leftOut: number }>;
}
