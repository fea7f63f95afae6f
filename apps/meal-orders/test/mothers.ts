import type { LocalDate } from '@doorstep/kernel';
import { fen, uuidv7 } from '@doorstep/kernel';
import type { MealOrderData, OrderedDish } from '../src/orders/domain/meal-order.js';
import type { OfferedDish, Offer, Wish } from '../src/orders/domain/placement.js';
import { claimedPortion, NO_GRANT, priceOf } from '../src/orders/domain/price.js';
import type { SiteTerms } from '../src/projections/domain/site-terms.js';

/** A Friday, ten in the morning in Shenyang. */
export const FRIDAY = '2026-11-27' as LocalDate;
export const TEN = new Date('2026-11-27T10:00:00+08:00');
export const NOON = new Date('2026-11-27T12:00:00+08:00');

/** Puya canteen: lunch from 11:00 to 14:00, families order until 10:30. */
export const puyaTerms: SiteTerms = {
  siteId: 'puya',
  phone: '024-12349',
  active: true,
  deliveryFeeFen: 200,
  periods: [{ mealPeriod: 'lunch', opensAt: '11:00', closesAt: '14:00', cutOffAt: '10:30', cutOffDayBefore: false }],
};

export const lunchSet: OfferedDish = {
  dishId: '018f0000-0000-7000-8000-000000000001',
  name: '一荤两素套餐',
  priceFen: 1000,
  standardSet: true,
  soldOut: false,
  removed: false,
  quantityLimit: null,
  taken: 0,
};

export const soup: OfferedDish = {
  ...lunchSet,
  dishId: '018f0000-0000-7000-8000-000000000002',
  name: '排骨汤',
  priceFen: 600,
  standardSet: false,
};

export function offer(change: Partial<Offer> = {}): Offer {
  return { site: puyaTerms, dishes: [lunchSet, soup], closed: undefined, ended: false, ...change };
}

export function wish(change: Partial<Wish> = {}): Wish {
  const lines = [{ dishId: lunchSet.dishId, quantity: 1 }];
  return { serviceDate: FRIDAY, mealPeriod: 'lunch', lines, handedOver: false, byOperator: false, ...change };
}

export function line(change: Partial<OrderedDish> = {}): OrderedDish {
  const { dishId, name, priceFen, standardSet } = lunchSet;
  return { dishId, name, quantity: 1, unitPriceFen: fen(priceFen), standardSet, ...change };
}

/** An order of Grandma Wang (80) at Puya: ten yuan, three of them subsidised by the quote. */
export function wangsLunch(change: Partial<MealOrderData> = {}): MealOrderData {
  const lines = change.lines ?? [line()];
  const shares = [
    { funder: 'city', fen: 150 },
    { funder: 'district', fen: 150 },
  ];
  const price = priceOf(lines, 0, { ...NO_GRANT, subsidyFen: 300, shares });
  return {
    id: uuidv7(),
    personId: uuidv7(),
    siteId: 'puya',
    serviceDate: FRIDAY,
    mealPeriod: 'lunch',
    channel: 'dine_in',
    state: 'placed',
    lines,
    menu: claimedPortion(lines).menu,
    price,
    priceFinal: true,
    verdict: {
      status: 'provisional',
      outcome: 'approve',
      reason: 'OK',
      packId: 'cn-shenyang-shenbei',
      ruleVersion: '1',
      steps: [],
    },
    claimId: null,
    claimState: null,
    paidFen: fen(0),
    refundedFen: fen(0),
    flags: [],
    tillId: null,
    takenBy: 'operator',
    placed: { by: 'staff:op-puya', via: 'till' },
    ended: null,
    takenAt: TEN,
    placedAt: TEN,
    servedAt: null,
    endedAt: null,
    endReason: null,
    ...change,
  };
}
