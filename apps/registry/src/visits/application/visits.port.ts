import type { Tx } from '@doorstep/persistence';

export interface Visit {
  readonly personId: string;
  readonly siteId: string;
  /** Business date. */
  readonly on: string;
}

export interface OrderedMeal extends Visit {
  readonly orderId: string;
  readonly mealPeriod: string;
}

/** Who comes to which site: a site knows those who book or hold out a card there, and on the day whom a meal is for. */
export abstract class Visits {
  /** The last day of each pair counts; people who are not known or erased are left out. */
  abstract record(tx: Tx, visits: readonly Visit[]): Promise<void>;
  /** As above; days before `today` are forgotten. */
  abstract ordered(tx: Tx, meals: readonly OrderedMeal[], today: string): Promise<void>;
  /** The orders stand no longer. */
  abstract calledOff(tx: Tx, orderIds: readonly string[]): Promise<void>;
}
