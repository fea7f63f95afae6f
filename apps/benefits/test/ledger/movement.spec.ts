import { describe, expect, it } from '@jest/globals';
import { accountParts } from '../../src/ledger/domain/account.js';
import type { MovementKind } from '../../src/ledger/domain/movement.js';
import { grantPosting, PHASE, postingsOf } from '../../src/ledger/domain/movement.js';

const funding = [
  { funder: 'city', fen: 173 },
  { funder: 'district', fen: 174 },
];

function balances(...kinds: MovementKind[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const kind of kinds)
    for (const { from, to, fen } of postingsOf({ kind, siteId: 'puya', year: 2026, funding })) {
      sums[from] = (sums[from] ?? 0) - fen;
      sums[to] = (sums[to] ?? 0) + fen;
    }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

describe('postings of a claim', () => {
  it('move money from available to held to spent, and make it owed to the operator', () => {
    expect(balances('hold')).toEqual({
      'funder:city:2026:available': -173,
      'funder:city:2026:held': 173,
      'funder:district:2026:available': -174,
      'funder:district:2026:held': 174,
    });
    expect(balances('hold', 'settle')).toEqual({
      'funder:city:2026:available': -173,
      'funder:city:2026:spent': 173,
      'funder:city:2026:due': -173,
      'funder:district:2026:available': -174,
      'funder:district:2026:spent': 174,
      'funder:district:2026:due': -174,
      'operator:puya:payable': 347,
    });
  });

  it('come to nothing after release, expiry or reversal', () => {
    expect(balances('hold', 'release')).toEqual({});
    expect(balances('hold', 'expire')).toEqual({});
    expect(balances('hold', 'settle', 'reverse')).toEqual({});
  });

  it('sum to zero in every transaction', () => {
    for (const kind of Object.keys(PHASE) as MovementKind[])
      expect(Object.values(balances(kind)).reduce((sum, fen) => sum + fen, 0)).toBe(0);
  });

  it('leave out parts of 0', () => {
    expect(postingsOf({ kind: 'hold', siteId: 'puya', year: 2026, funding: [{ funder: 'city', fen: 0 }] })).toEqual([]);
  });

  it('use codes that can be taken apart again', () => {
    expect(accountParts('funder:city:2026:held')).toEqual({ owner: 'city', year: 2026, kind: 'held' });
    expect(accountParts('operator:puya:payable')).toEqual({ owner: 'puya', year: null, kind: 'payable' });
    expect(grantPosting('city', 2026, 5)).toEqual({
      from: 'funder:city:2026:granted',
      to: 'funder:city:2026:available',
      fen: 5,
    });
  });
});
