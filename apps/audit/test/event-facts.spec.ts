import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventFactsIn, NO_FACTS } from '../src/facts/domain/event-facts.js';
import { siteFactsIn } from '../src/facts/domain/site-facts.js';

const ORDER = '019aa000-0000-7000-8000-000000000001';
const CLAIM = '019aa000-0000-7000-8000-000000000002';

describe('the facts of an event', () => {
  it('of a decided claim are its public money, shares, reason and order', () => {
    const decision = {
      reason: 'APPROVED',
      subsidyFen: 300,
      grossFen: 1500,
      shares: [
        { funder: 'city', fen: 200 },
        { funder: 'district', fen: 150 },
      ],
    };
    const data = {
      claimId: CLAIM,
      origin: { kind: 'meal_order', id: ORDER },
      siteId: 'puya',
      serviceDate: '2026-11-23',
      decision,
    };
    expect(eventFactsIn('benefits.claim.held.v1', data)).toEqual({
      ...NO_FACTS,
      ...{ claimId: CLAIM, subjectId: ORDER, siteId: 'puya', serviceDate: '2026-11-23', reason: 'APPROVED' },
      ...{ amountFen: 350, subsidyFen: 300, shares: decision.shares },
    });
  });

  it('have one share of each funder, since an event counts once for each', () => {
    const layers = [
      { funder: 'city', fen: 200 },
      { funder: 'town', fen: 30 },
      { funder: 'city', fen: 100 },
    ];
    const facts = eventFactsIn('benefits.claim.settled.v1', { claimId: CLAIM, shares: layers });
    expect(facts).toMatchObject({ amountFen: 330 });
    expect(facts.shares).toEqual([
      { funder: 'city', fen: 300 },
      { funder: 'town', fen: 30 },
    ]);
  });

  it('of an order are its price, the quoted subsidy and when it was taken', () => {
    const lines = [{ quantity: 2 }, { quantity: 1 }];
    const data = {
      orderId: ORDER,
      grossFen: 4500,
      quote: { subsidyFen: 300, reason: 'APPROVED' },
      lines,
      takenAt: '2026-11-23T11:30:00+08:00',
    };
    expect(eventFactsIn('meal-orders.meal-order.placed.v1', data)).toMatchObject({
      ...{ subjectId: ORDER, amountFen: 4500, subsidyFen: 300, quantity: 3, shares: [] },
      happenedAt: new Date('2026-11-23T03:30:00Z'),
    });
  });

  it('never hold a free text, an unbounded number or a broken date', () => {
    const data = {
      siteId: '李奶奶',
      reason: 'she said: call 138 0000 0000',
      serviceDate: '2026-02-30',
      amountFen: 1e300,
      takenAt: 'yesterday',
      tillId: 'x'.repeat(65),
      shares: [{ funder: 'city', fen: 0.5 }],
    };
    expect(eventFactsIn('a.b.c.v1', data)).toEqual(NO_FACTS);
    expect(eventFactsIn('benefits.parked-key.dismissed.v1', { reason: 'Wang' }).reason).toBeNull();
  });

  it('are read from anything without a word', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        const facts = eventFactsIn('a.b.c.v1', data);
        expect(facts.shares.every(({ fen }) => Number.isSafeInteger(fen))).toBe(true);
        expect(siteFactsIn('registry.site.recorded.v1', data)?.version ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('of a menu with a dish without a limit say nothing of how much was cooked', () => {
    const menu = (...limits: (number | null)[]) => ({ dishes: limits.map((quantityLimit) => ({ quantityLimit })) });
    expect(eventFactsIn('a.b.c.v1', menu(30, 20)).quantity).toBe(50);
    expect(eventFactsIn('a.b.c.v1', menu(30, null)).quantity).toBeNull();
  });
});
