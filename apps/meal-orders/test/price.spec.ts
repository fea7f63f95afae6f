import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fen } from '@doorstep/kernel';
import { PriceTooHighError } from '../src/orders/domain/meal-order.errors.js';
import type { Grant } from '../src/orders/domain/price.js';
import {
  claimedPortion,
  fullPriceFen,
  grossOf,
  MAX_ORDER_FEN,
  NO_GRANT,
  priceOf,
  withGrant,
  withReceipt,
} from '../src/orders/domain/price.js';
import { line } from './mothers.js';

const grant = (subsidyFen: number, more: Partial<Grant> = {}): Grant => ({
  ...NO_GRANT,
  subsidyFen,
  shares: subsidyFen === 0 ? [] : [{ funder: 'city', fen: subsidyFen }],
  ...more,
});

const sumOf = (price: ReturnType<typeof priceOf>): number =>
  price.discountFen + price.subsidyFen + price.deliverySubsidyFen + price.selfPayFen + price.differenceFen;

describe('the price of an order', () => {
  it('claims for the dearest standard set, even when another dish costs more', () => {
    const lines = [
      line({ unitPriceFen: fen(1000) }),
      line({ unitPriceFen: fen(1200) }),
      line({ unitPriceFen: fen(5000), standardSet: false }),
    ];
    expect(claimedPortion(lines)).toEqual({ priceFen: 1200, menu: 'set' });
  });

  it('claims for the dearest portion when there is no standard set', () => {
    const lines = [
      line({ unitPriceFen: fen(600), standardSet: false }),
      line({ unitPriceFen: fen(900), standardSet: false }),
    ];
    expect(claimedPortion(lines)).toEqual({ priceFen: 900, menu: 'alacarte' });
  });

  it('subsidises one portion and charges the others in full', () => {
    const price = priceOf([line({ quantity: 3 })], 0, grant(300));
    expect(price).toMatchObject({ grossFen: 3000, claimPriceFen: 1000, subsidyFen: 300, selfPayFen: 2700 });
  });

  it('adds the delivery fee to the self-pay, less what public money gives for it', () => {
    const price = priceOf([line()], 300, grant(300, { deliverySubsidyFen: 200 }));
    expect(price).toMatchObject({ grossFen: 1000, deliveryFeeFen: 300, selfPayFen: 800 });
  });

  it('refuses an order that no meal can cost', () => {
    expect(() => grossOf([line({ quantity: 50, unitPriceFen: fen(MAX_ORDER_FEN) })])).toThrow(PriceTooHighError);
  });

  it('takes the decided price while nothing was shown', () => {
    const price = withGrant(priceOf([line()], 0, grant(300)), grant(0), false);
    expect(price).toMatchObject({ subsidyFen: 0, selfPayFen: 1000, differenceFen: 0, shares: [] });
  });

  it('keeps the self-pay of a receipt and stores what it lacks', () => {
    const price = withGrant(priceOf([line()], 0, grant(300)), grant(0), true);
    expect(price).toMatchObject({ subsidyFen: 0, selfPayFen: 700, differenceFen: 300 });
  });

  it('keeps the self-pay of a receipt that was too high as a negative difference', () => {
    const price = withGrant(priceOf([line()], 0, grant(0)), grant(300), true);
    expect(price).toMatchObject({ subsidyFen: 300, selfPayFen: 1000, differenceFen: -300 });
  });

  it('lets a receipt written offline stand', () => {
    expect(withReceipt(priceOf([line()], 0, grant(300)), 1000)).toMatchObject({
      selfPayFen: 1000,
      differenceFen: -300,
    });
  });

  it('always adds up, whatever was granted, shown, decided and taken back', () => {
    const amounts = fc.record({
      quoted: fc.nat(1000),
      decided: fc.nat(1000),
      fee: fc.nat(500),
      quantity: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(amounts, fc.boolean(), ({ quoted, decided, fee, quantity }, final) => {
        const shown = priceOf([line({ quantity })], fee, grant(quoted));
        for (const price of [shown, withGrant(shown, grant(decided), final), withGrant(shown, grant(0), true)])
          expect(sumOf(price)).toBe(fullPriceFen(price));
        if (final) expect(withGrant(shown, grant(decided), final).selfPayFen).toBe(shown.selfPayFen);
      }),
    );
  });
});
