import type { LocalDate } from '@doorstep/kernel';
import { addDays, localDate, shanghaiDate } from '@doorstep/kernel';
import {
  CutOffPassedError,
  DishSoldOutError,
  DishUnknownError,
  MenuNotPublishedError,
  NotEnoughLeftError,
  PeriodNotServedError,
  PeriodOverError,
  ServiceDateError,
  SiteClosedError,
  TakenAtError,
} from './meal-order.errors.js';
import type { OrderedDish } from './meal-order.js';
import type { Period } from '../../projections/domain/site-terms.js';
import { fen } from '@doorstep/kernel';
import type { SiteTerms } from '../../projections/domain/site-terms.js';
import { cutOffOf, isServing, shanghaiStamp } from '../../projections/domain/site-terms.js';

/** Orders are taken this many days ahead. */
export const MAX_DAYS_AHEAD = 31;
/** Sales of an offline till may arrive this late; older ones are entered by the finance side, not by a till. */
export const MAX_DAYS_LATE = 31;
/** Clocks of tills run apart from ours by at most this much. */
export const CLOCK_SKEW_MS = 5 * 60_000;

export interface Wish {
  readonly serviceDate: LocalDate;
  readonly mealPeriod: Period;
  readonly lines: readonly { readonly dishId: string; readonly quantity: number }[];
  readonly takenAt?: Date | undefined;
  readonly handedOver: boolean;
  /** Whether an operator at this very site places it. */
  readonly byOperator: boolean;
}

export interface OfferedDish {
  readonly dishId: string;
  readonly name: string;
  readonly priceFen: number;
  readonly standardSet: boolean;
  readonly soldOut: boolean;
  /** Taken off the menu after orders may have named it. */
  readonly removed: boolean;
  /** null = no limit. */
  readonly quantityLimit: number | null;
  readonly taken: number;
}

export interface Offer {
  readonly site: SiteTerms;
  /** undefined when no menu is published. */
  readonly dishes: readonly OfferedDish[] | undefined;
  /** The site or this period was closed, or the site's calendar says that it does not open; null: nobody knows until when. */
  readonly closed: { readonly reason: string; readonly reopensOn: LocalDate | null } | undefined;
  /** The period was ended; its open orders became no-shows. */
  readonly ended: boolean;
}

export interface Accepted {
  readonly lines: readonly OrderedDish[];
  readonly flags: readonly string[];
}

/**
 * A sale that lies behind us: the food is in the diner's hands, now or as `takenAt` says, so it is recorded whatever the rules said, and
 * flagged. Till clocks may be fast, so no time decides anything here.
 */
export function isPastSale(wish: Pick<Wish, 'handedOver'>): boolean {
  return wish.handedOver;
}

/** Every rule that needs nothing but the clock. Limits: 31 days ahead, offline sales 31 days back. */
export function checkDates(wish: Wish, now: Date): void {
  localDate(wish.serviceDate);
  const today = shanghaiDate(now);
  if (wish.takenAt && wish.takenAt.getTime() > now.getTime() + CLOCK_SKEW_MS)
    throw new TakenAtError('TIME_IN_FUTURE', shanghaiStamp(now));
  const oldest = addDays(today, -MAX_DAYS_LATE);
  if (wish.takenAt && shanghaiDate(wish.takenAt) < oldest) throw new TakenAtError('TIME_TOO_OLD', oldest);
  const furthest = addDays(today, MAX_DAYS_AHEAD);
  if (wish.serviceDate > furthest) throw new ServiceDateError('SERVICE_DATE_TOO_FAR', furthest);
  const eatenOn = shanghaiDate(wish.takenAt ?? now);
  if (wish.handedOver && wish.serviceDate !== eatenOn) throw new ServiceDateError('SERVICE_DATE_MISMATCH', eatenOn);
  if (!wish.handedOver && wish.serviceDate < today) throw new ServiceDateError('SERVICE_DATE_PAST', today);
}

/** Accepts or refuses an order against what the site offers; a past sale is accepted with flags instead of refused. */
export function accept(wish: Wish, offer: Offer, now: Date): Accepted {
  const past = isPastSale(wish);
  const flags = new Set<string>();
  const object = (flag: string, error: () => Error): void => {
    if (!past) throw error();
    flags.add(flag);
  };
  const { site } = offer;
  const cutOff = cutOffOf(site, wish.serviceDate, wish.mealPeriod);
  if (!site.active) object('site_inactive', () => new SiteClosedError('inactive', null, site.phone));
  if (!cutOff) object('period_not_served', () => new PeriodNotServedError(wish.mealPeriod));
  if (cutOff && !wish.byOperator && now.getTime() > cutOff.getTime())
    throw new CutOffPassedError(shanghaiStamp(cutOff), site.phone);
  const { closed } = offer;
  if (closed) object('site_closed', () => new SiteClosedError(closed.reason, closed.reopensOn, site.phone));
  if (offer.ended) object('after_closing', () => new PeriodOverError());
  if (!offer.dishes) throw new MenuNotPublishedError();
  if (wish.handedOver && cutOff && !isServing(site, wish.serviceDate, wish.mealPeriod, wish.takenAt ?? now))
    flags.add('outside_window');
  const dishes = new Map(offer.dishes.map((dish) => [dish.dishId, dish]));
  const lines = wish.lines.map(({ dishId, quantity }) => {
    const dish = dishes.get(dishId);
    if (!dish) throw new DishUnknownError(dishId);
    checkDish(dish, quantity, object);
    const { name, priceFen, standardSet } = dish;
    return { dishId, name, quantity, unitPriceFen: fen(priceFen), standardSet };
  });
  return { lines, flags: [...flags] };
}

function checkDish(dish: OfferedDish, quantity: number, object: (flag: string, error: () => Error) => void): void {
  if (dish.removed) object('off_menu', () => new DishUnknownError(dish.dishId));
  if (dish.soldOut) object('sold_out', () => new DishSoldOutError(dish.dishId));
  const left = dish.quantityLimit === null ? Infinity : Math.max(0, dish.quantityLimit - dish.taken);
  if (quantity > left) object('over_stock', () => new NotEnoughLeftError(dish.dishId, left));
}
