import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partsOf } from '../../src/payments/domain/payment-parts.js';

const source = fc.record({
  source: fc.constantFrom('funder:city', 'funder:district', 'funder:town', 'loss:cn-tianjin', 'person'),
  fen: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
});

describe('the parts of a payment', () => {
  it('are what each funder gives', () => {
    const sources = [
      { source: 'funder:city', fen: 150 },
      { source: 'funder:district', fen: 150 },
      { source: 'loss:cn-tianjin', fen: 7 },
    ];
    expect(partsOf(sources, 307)).toEqual([
      { funder: 'city', amountFen: 150 },
      { funder: 'district', amountFen: 150 },
      { funder: 'loss_account', amountFen: 7 },
    ]);
  });

  it('share what is taken off in proportion, and what is left over goes to the one who gives most', () => {
    const sources = [
      { source: 'funder:city', fen: 100 },
      { source: 'funder:district', fen: 201 },
      { source: 'person', fen: -50 },
    ];
    expect(partsOf(sources, 251)).toEqual([
      { funder: 'city', amountFen: 83 },
      { funder: 'district', amountFen: 168 },
    ]);
  });

  it('name nobody where no funder gives', () => {
    expect(partsOf([{ source: 'person', fen: 30 }], 30)).toEqual([{ funder: 'unassigned', amountFen: 30 }]);
  });

  it('always make the whole, and none is nothing or more than its funder gives', () => {
    fc.assert(
      fc.property(
        fc.array(source, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (sources, carried) => {
          const dueFen = sources.reduce((sum, { fen }) => sum + fen, 0) - carried;
          fc.pre(dueFen > 0);
          const parts = partsOf(sources, dueFen);
          expect(parts.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(dueFen);
          expect(parts.every(({ amountFen }) => amountFen > 0)).toBe(true);
          const given = sources.filter(({ fen }) => fen > 0).reduce((sum, { fen }) => sum + fen, 0);
          expect(dueFen).toBeLessThanOrEqual(given);
        },
      ),
    );
  });
});
