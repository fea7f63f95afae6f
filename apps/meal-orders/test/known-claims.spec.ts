import { describe, expect, it } from '@jest/globals';
import type { EntitledClaim, OwnClaim } from '../src/orders/application/known-claims.js';
import { NO_CLAIMS, pastClaims } from '../src/orders/application/known-claims.js';
import { FRIDAY } from './mothers.js';

const entitled: EntitledClaim = {
  kind: 'meal',
  claimId: 'c1',
  serviceDate: FRIDAY,
  mealPeriod: 'lunch',
  siteId: 'puya',
  subsidyFen: 300,
};
const own: OwnClaim = { ...entitled, mealPeriod: 'lunch', live: true };

describe('the claims that a quote knows', () => {
  it('counts a claim once that is known from both sides', () => {
    expect(pastClaims({ ...NO_CLAIMS, entitled: [entitled], own: [own] })).toHaveLength(1);
  });

  it('knows an order that benefits has not decided yet', () => {
    expect(pastClaims({ ...NO_CLAIMS, own: [{ ...own, claimId: null }] })).toMatchObject([
      { kind: 'meal', mealPeriod: 'lunch' },
    ]);
  });

  it('forgets a cancelled order although the entitlement still lists its claim', () => {
    expect(pastClaims({ ...NO_CLAIMS, entitled: [entitled], own: [{ ...own, live: false }] })).toEqual([]);
  });

  it('does not count an order without subsidy', () => {
    expect(pastClaims({ ...NO_CLAIMS, own: [{ ...own, claimId: null, subsidyFen: 0 }] })).toEqual([]);
  });

  it('knows the days of care', () => {
    const day = { ...entitled, kind: 'day_care' as const, mealPeriod: null };
    expect(pastClaims({ ...NO_CLAIMS, entitled: [day] })).toMatchObject([{ kind: 'day_care', siteCode: 'puya' }]);
  });
});
