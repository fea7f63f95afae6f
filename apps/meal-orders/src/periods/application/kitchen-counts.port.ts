import type { Channel } from '../../orders/domain/meal-order.js';
import type { Period } from '../../projections/domain/site-terms.js';

export interface KitchenCount {
  readonly dishId: string;
  readonly name: string;
  readonly channel: Channel | null;
  readonly soldOut: boolean;
  readonly ordered: number;
  readonly served: number;
  readonly noShow: number;
  readonly toCook: number;
}

/** What the kitchen must cook: portions by dish and channel. A dish that nobody ordered has one row without a channel. */
export abstract class KitchenBoard {
  abstract counts(siteId: string, serviceDate: string, mealPeriod: Period): Promise<KitchenCount[]>;
  abstract orders(siteId: string, serviceDate: string, mealPeriod: Period): Promise<number>;
}
