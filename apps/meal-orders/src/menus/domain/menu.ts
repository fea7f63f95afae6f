import type { LocalDate } from '@doorstep/kernel';
import { addDays, canonicalJson } from '@doorstep/kernel';
import type { Period } from '../../projections/domain/site-terms.js';
import { MenuAlreadyPublishedError, MenuDateError } from './menu.errors.js';

export interface Dish {
  readonly id: string;
  readonly name: string;
  readonly priceFen: number;
  readonly quantityLimit: number | null;
  readonly dietTags: readonly string[];
  readonly standardSet: boolean;
}

export interface OfferedDish extends Dish {
  readonly soldOut: boolean;
  /** Portions of live orders; kept for limited dishes only. */
  readonly taken: number;
}

export interface Menu {
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  readonly mealPeriod: Period;
  readonly version: number;
  readonly publishedAt: Date | null;
  readonly closed: boolean;
  readonly dishes: readonly OfferedDish[];
}

/** Menus are planned at most this many days ahead. */
export const MAX_MENU_DAYS_AHEAD = 62;

export function checkMenuDate(serviceDate: LocalDate, today: LocalDate): void {
  const furthest = addDays(today, MAX_MENU_DAYS_AHEAD);
  if (serviceDate < today) throw new MenuDateError('SERVICE_DATE_PAST', today);
  if (serviceDate > furthest) throw new MenuDateError('SERVICE_DATE_TOO_FAR', furthest);
}

/** The version that a change makes. What others have seen and ordered from cannot be taken back into a draft. */
export function nextVersion(present: Menu | undefined, publish: boolean): number {
  if (present?.publishedAt && !publish) throw new MenuAlreadyPublishedError();
  return (present?.version ?? 0) + 1;
}

/** True when the menu is what is asked for: the answer to an earlier PUT of the same was lost. */
export function isAlready(menu: Menu, dishes: readonly Dish[], publish: boolean): boolean {
  return (menu.publishedAt !== null) === publish && listed(menu.dishes) === listed(dishes);
}

function listed(dishes: readonly Dish[]): string {
  return canonicalJson(
    dishes.map(({ id, name, priceFen, quantityLimit, dietTags, standardSet }) => ({
      ...{ id, name, priceFen, quantityLimit, standardSet },
      dietTags: [...dietTags],
    })),
  );
}

/** null = no limit. */
export function remainingOf(dish: Pick<OfferedDish, 'quantityLimit' | 'taken'>): number | null {
  return dish.quantityLimit === null ? null : Math.max(0, dish.quantityLimit - dish.taken);
}
