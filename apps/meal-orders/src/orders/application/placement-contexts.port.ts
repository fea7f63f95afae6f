import type { PersonFacts, SiteFacts } from '@doorstep/policy';
import type { Tx } from '@doorstep/persistence';
import type { Offer, OfferedDish } from '../domain/placement.js';
import type { Period } from '../../projections/domain/site-terms.js';
import type { KnownClaims } from './known-claims.js';

export interface PlacementWish {
  readonly orderId: string;
  readonly personId: string | null;
  readonly siteId: string;
  readonly serviceDate: string;
  readonly mealPeriod: Period;
  readonly dishIds: readonly string[];
}

/** `taken` grows while orders of one batch are accepted one after the other. */
export type StockedDish = Omit<OfferedDish, 'taken'> & { taken: number };

export interface SiteContext {
  readonly facts: SiteFacts;
  readonly mealPackId: string | null;
}

/** Everything that placing one order rests on, read under its locks. */
export interface PlacementContext {
  /** undefined for a site that nobody has announced. */
  readonly site: SiteContext | undefined;
  readonly offer: (Omit<Offer, 'dishes'> & { readonly dishes: readonly StockedDish[] | undefined }) | undefined;
  /** undefined when the registry's event has not come yet. */
  readonly person: PersonFacts | undefined;
  readonly claims: KnownClaims;
  readonly idTaken: boolean;
}

export abstract class PlacementContexts {
  /**
   * Takes the shared lock of each menu and the row locks of limited dishes, then reads. While they are held no menu, closing or
   * sell-out changes what was read.
   */
  abstract load(tx: Tx, wishes: readonly PlacementWish[]): Promise<Map<string, PlacementContext>>;
}
