import { describe, expect, it } from '@jest/globals';
import { accountParts } from '../../src/ledger/domain/account.js';
import { differencePostings, turned } from '../../src/ledger/domain/difference-postings.js';
import type { ClaimMovementKind } from '../../src/ledger/domain/movement.js';
import { grantPosting, postingsOf } from '../../src/ledger/domain/movement.js';

const funding = [
  { funder: 'city', fen: 173 },
  { funder: 'district', fen: 174 },
];

function balances(...kinds: ClaimMovementKind[]): Record<string, number> {
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
    for (const kind of ['hold', 'settle', 'release', 'expire', 'reverse'] as const)
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

  it('leave the accounts of a closed year as they are', () => {
    const moved = postingsOf({ kind: 'reverse', siteId: 'puya', year: 2025, reversedInYear: 2026, funding });
    expect(moved.flatMap(({ from, to }) => [from, to]).filter((code) => code.includes('2025'))).toEqual([]);
    expect(moved[0]).toEqual({ from: 'funder:city:2026:prior', to: 'funder:city:2026:available', fen: 173 });
  });
});

describe('postings of a difference between receipt and decision', () => {
  const about = { funder: 'city', packId: 'cn-shenyang-shenbei', year: 2026, siteId: 'puya', personId: 'li' };
  const movedBy = (bearer: 'funder' | 'operator' | 'loss_account' | 'person', fen: number) =>
    differencePostings({ ...about, bearer, fen }).map((posting) => `${posting.from} > ${posting.to} ${posting.fen}`);

  it('make the operator whole at the cost of whom the pack names', () => {
    expect(movedBy('funder', 30)).toEqual(['funder:city:2026:loss > operator:puya:payable 30']);
    expect(movedBy('loss_account', 30)).toEqual(['loss:cn-shenyang-shenbei:2026:available > operator:puya:payable 30']);
    expect(movedBy('person', 30)).toEqual(['person:li:receivable > operator:puya:payable 30']);
    expect(movedBy('operator', 30)).toEqual([]);
  });

  it('give back to the diner what she paid too much, and can be turned', () => {
    const paid = differencePostings({ ...about, bearer: 'person', fen: -30 });
    expect(paid).toEqual([{ from: 'operator:puya:payable', to: 'person:li:payable', fen: 30 }]);
    expect(turned(paid)).toEqual([{ from: 'person:li:payable', to: 'operator:puya:payable', fen: 30 }]);
  });
});
