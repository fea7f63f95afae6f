import { expect, it } from '@jest/globals';
import { reconcileVouchers } from '../../src/vouchers/domain/reconcile-vouchers.js';

const balance = (personId: string, balanceFen: number) => ({
  personId,
  month: '2026-03',
  amountFen: 80_000,
  balanceFen,
  reference: `V-${personId}`,
});
const draw = (claimId: string, personId: string, fen: number, reference: string | null = null) => ({
  claimId,
  personId,
  month: '2026-03',
  fen,
  reference,
});

it('takes over what nobody knew, and lists what is not the same on both sides', () => {
  const told = {
    balances: [balance('a', 74_500), balance('b', 80_000), balance('c', 70_000)],
    redemptions: [
      { reference: 'R-1', claimId: 'one', amountFen: 5_500 },
      { reference: 'R-2', claimId: 'two', amountFen: 4_000 },
      { reference: 'R-3', claimId: 'nobody', amountFen: 100 },
    ],
  };
  const vouchers = [
    { personId: 'a', month: '2026-03', leftFen: 74_500 },
    { personId: 'c', month: '2026-03', leftFen: 60_000 },
  ];
  const draws = [
    draw('one', 'a', 5_500),
    draw('two', 'c', 4_500),
    draw('three', 'c', 5_500),
    draw('four', 'c', 10, 'R-0'),
  ];
  const result = reconcileVouchers(told, vouchers, draws);
  expect(result.missing).toEqual([balance('b', 80_000)]);
  expect(result.agreed).toBe(2);
  expect(result.findings.map(({ kind, claimId, hereFen, thereFen }) => [kind, claimId, hereFen, thereFen])).toEqual([
    ['balance_differs', null, 60_000, 70_000],
    ['redemption_differs', 'two', 4_500, 4_000],
    ['unknown_claim', 'nobody', 0, 100],
    ['not_redeemed', 'three', 5_500, 0],
  ]);
});
