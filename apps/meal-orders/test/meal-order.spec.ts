import { describe, expect, it } from '@jest/globals';
import { MealOrder } from '../src/orders/domain/meal-order.js';
import {
  NothingDueError,
  PaymentReferenceError,
  RefundOverPaidError,
  TenderOverDueError,
} from '../src/orders/domain/payment.errors.js';
import { NO_GRANT } from '../src/orders/domain/price.js';
import { NOON, wangsLunch } from './mothers.js';

const decided = {
  status: 'decided',
  outcome: 'deny',
  reason: 'MONTH_MONEY_CAP',
  packId: 'p',
  ruleVersion: '1',
  steps: [],
} as const;
const claim = { id: '018f0000-0000-7000-8000-0000000000aa', state: 'denied' } as const;

describe('payments', () => {
  it('takes the whole self-pay when no amount is said', () => {
    const order = new MealOrder(wangsLunch());
    expect(order.tender({ means: 'cash' })).toBe(700);
    expect(order.outstandingFen).toBe(0);
  });

  it('takes parts by different means, and never more than is due', () => {
    const order = new MealOrder(wangsLunch());
    order.tender({ means: 'cash', amountFen: 500 });
    expect(() => order.tender({ means: 'code', amountFen: 201, reference: 'W1' })).toThrow(TenderOverDueError);
    order.tender({ means: 'code', amountFen: 200, reference: 'W1' });
    expect(() => order.tender({ means: 'cash', amountFen: 1 })).toThrow(TenderOverDueError);
    expect(order.data.paidFen).toBe(700);
  });

  it('wants a reference for outside money and none for cash', () => {
    const order = new MealOrder(wangsLunch());
    expect(() => order.tender({ means: 'card' })).toThrow(PaymentReferenceError);
    expect(() => order.tender({ means: 'cash', reference: 'x' })).toThrow(PaymentReferenceError);
  });

  it('owes nothing once it was called off, and gives back what was paid', () => {
    const order = new MealOrder(wangsLunch());
    order.tender({ means: 'cash' });
    order.cancel(NOON, null, { by: 'staff:op-puya', via: 'till' });
    expect(order.dueFen).toBe(0);
    expect(() => order.tender({ means: 'cash' })).toThrow(NothingDueError);
    expect(() => order.refund({ means: 'cash', amountFen: 701 })).toThrow(RefundOverPaidError);
    order.refund({ means: 'cash', amountFen: 400 });
    expect(() => order.refund({ means: 'cash', amountFen: 301 })).toThrow(RefundOverPaidError);
    order.refund({ means: 'cash', amountFen: 300 });
    expect(order.data.refundedFen).toBe(700);
  });
});

describe('the decision', () => {
  it('changes a price that nobody has seen', () => {
    const order = new MealOrder(wangsLunch({ priceFinal: false }));
    order.decide(decided, NO_GRANT, claim);
    expect(order.data.price).toMatchObject({ selfPayFen: 1000, differenceFen: 0 });
    expect(order.data).toMatchObject({ priceFinal: true, claimId: claim.id, claimState: 'denied' });
  });

  it('leaves a paid price as it is', () => {
    const order = new MealOrder(wangsLunch({ priceFinal: false }));
    order.tender({ means: 'cash' });
    order.decide(decided, NO_GRANT, claim);
    expect(order.data.price).toMatchObject({ selfPayFen: 700, differenceFen: 300, subsidyFen: 0 });
  });

  it('goes back to nothing when the claim is reversed, and follows a new one', () => {
    const order = new MealOrder(wangsLunch());
    order.settleClaim({ subsidyFen: 300, deliverySubsidyFen: 0, shares: order.data.price.shares });
    expect(order.data).toMatchObject({ claimState: 'settled', price: { differenceFen: 0 } });
    order.reverseClaim();
    expect(order.data).toMatchObject({
      claimState: 'reversed',
      price: { subsidyFen: 0, selfPayFen: 700, differenceFen: 300 },
    });
    order.decide(
      { ...decided, outcome: 'approve', reason: 'OK' },
      { ...NO_GRANT, subsidyFen: 100 },
      { ...claim, state: 'held' },
    );
    expect(order.data).toMatchObject({
      claimState: 'held',
      price: { subsidyFen: 100, selfPayFen: 700, differenceFen: 200 },
    });
  });

  it('keeps an offline receipt that was higher, up to the full price', () => {
    const order = new MealOrder(wangsLunch());
    order.keepReceipt(1000);
    expect(order.data).toMatchObject({ price: { selfPayFen: 1000, differenceFen: -300 }, flags: ['receipt_kept'] });
    const other = new MealOrder(wangsLunch());
    other.keepReceipt(1001);
    other.keepReceipt(600);
    expect(other.data.price.selfPayFen).toBe(700);
  });
});
