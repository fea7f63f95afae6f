import type { Actor } from '@doorstep/auth';
import type { ClaimHeldV1, EventData, OrderView } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { FRIDAY, lunchSet, TEN } from './mothers.js';

export const puyaOperator: Partial<Actor> = {
  subject: 'op-puya',
  roles: ['site_operator'],
  scope: { sites: ['puya'] },
};
export const minfengOperator: Partial<Actor> = {
  subject: 'op-minfeng',
  roles: ['site_operator'],
  scope: { sites: ['minfeng'] },
};
export const hotline: Partial<Actor> = { subject: 'hotline-1', roles: ['hotline_agent'], scope: { all: true } };
export const auditor: Partial<Actor> = { subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
export const familyOf = (personId: string): Partial<Actor> => ({
  kind: 'family',
  subject: 'family-1',
  roles: ['family'],
  scope: { persons: [personId] },
});

export const MENU = `/v1/sites/puya/menus/${FRIDAY}/lunch`;

export function dishInput(dish: { dishId: string; name: string; priceFen: number; standardSet: boolean }, change = {}) {
  const { dishId: id, name, priceFen, standardSet } = dish;
  return { id, name, priceFen, quantityLimit: null, dietTags: ['soft'], standardSet, ...change };
}

export function orderBody(change: object = {}) {
  return {
    id: uuidv7(),
    personId: null,
    siteId: 'puya',
    serviceDate: FRIDAY,
    mealPeriod: 'lunch',
    channel: 'dine_in',
    lines: [{ dishId: lunchSet.dishId, quantity: 1 }],
    ...change,
  };
}

export function decidedClaim(
  order: Pick<OrderView, 'id' | 'personId' | 'siteId' | 'serviceDate' | 'mealPeriod' | 'price'>,
  subsidyFen: number,
  reason = 'OK',
): EventData<typeof ClaimHeldV1> & { claimId: string; personId: string } {
  const { id, personId, siteId, serviceDate, mealPeriod, price } = order;
  const half = Math.floor(subsidyFen / 2);
  return {
    ...{ claimId: uuidv7(), personId: personId as string, siteId, serviceDate, mealPeriod, correctsClaimId: null },
    origin: { kind: 'meal_order', id },
    decision: {
      outcome: subsidyFen > 0 ? 'approve' : 'deny',
      reason,
      ...{ packId: 'cn-shenyang-shenbei', ruleVersion: '1', grossFen: price.grossFen, discountFen: 0, subsidyFen },
      ...{ deliveryFen: 0, operatorFen: 0, selfPayFen: price.grossFen - subsidyFen },
      shares: [
        { funder: 'city', fen: half },
        { funder: 'district', fen: subsidyFen - half },
      ],
      steps: [{ code: 'puya_80', fen: subsidyFen, source: 'S12' }],
      flags: [],
    },
    basis: { factIds: [], packHash: null, decisionNumber: 1, budgetVersion: null },
    decidedAt: TEN.toISOString(),
  };
}
