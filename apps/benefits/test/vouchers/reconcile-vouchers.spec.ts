import { describe, expect, it } from '@jest/globals';
import { reconcileVouchers } from '../../src/vouchers/domain/reconcile-vouchers.js';

const balance = (personId: string, balanceFen: number) => ({
  personId,
  month: '2026-03',
  amountFen: 80_000,
  balanceFen,
  reference: `V-${personId}`,
});
const draw = (claimId: string, personId: string, fen: number) => ({ claimId, personId, month: '2026-03', fen });
const paid = (claimId: string, reference: string, amountFen: number) => ({ claimId, reference, amountFen });

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
  const draws = [draw('one', 'a', 5_500), draw('two', 'c', 4_500), draw('three', 'c', 5_500), draw('four', 'c', 10)];
  const earlier = [{ ...paid('four', 'R-0', 10), accepted: true }];
  const result = reconcileVouchers(told, { vouchers, draws, earlier });
  expect(result.missing).toEqual([balance('b', 80_000)]);
  expect(result.agreed).toBe(2);
  expect(result.findings.map(({ kind, claimId, hereFen, thereFen }) => [kind, claimId, hereFen, thereFen])).toEqual([
    ['balance_differs', null, 60_000, 70_000],
    ['redemption_differs', 'two', 4_500, 4_000],
    ['unknown_claim', 'nobody', 0, 100],
    ['not_redeemed', 'three', 5_500, 0],
  ]);
});

describe('a redemption', () => {
  const vouchers = [{ personId: 'a', month: '2026-03', leftFen: 70_000 }];
  const draws = [draw('one', 'a', 5_000), draw('two', 'a', 5_000)];
  const report = (...redemptions: ReturnType<typeof paid>[]) => ({ balances: [balance('a', 70_000)], redemptions });
  const kindsOf = (told: ReturnType<typeof report>, earlier: { accepted: boolean }[] = []): string[] =>
    reconcileVouchers(told, { vouchers, draws, earlier: earlier as never }).findings.map(
      ({ kind, claimId, reference }) => `${kind} ${claimId} ${reference}`,
    );
  const OPEN = 'not_redeemed two null';

  it('of a claim that was paid under another reference is reported, in one statement or in two', () => {
    expect(kindsOf(report(paid('one', 'R-1', 5_000), paid('one', 'R-2', 5_000)))).toEqual([
      'redeemed_twice one R-2',
      OPEN,
    ]);
    const before = [{ ...paid('one', 'R-1', 5_000), accepted: true }];
    expect(kindsOf(report(paid('one', 'R-2', 5_000)), before)).toEqual(['redeemed_twice one R-2', OPEN]);
    const { findings, agreed } = reconcileVouchers(report(paid('one', 'R-2', 5_000)), {
      ...{ vouchers, draws, earlier: before },
    });
    expect([findings[0], agreed]).toEqual([expect.objectContaining({ hereFen: 5_000, thereFen: 5_000 }), 1]);
    // The same payment, reported again.
    expect(kindsOf(report(paid('one', 'R-1', 5_000)), before)).toEqual([OPEN]);
  });

  it('under a reference that paid another claim is reported', () => {
    expect(kindsOf(report(paid('one', 'R-1', 5_000), paid('two', 'R-1', 5_000)))).toEqual(['reference_reused two R-1']);
  });

  it('of another amount, or of no live claim, makes nothing redeemed, then or later', () => {
    expect(kindsOf(report(paid('one', 'R-1', 4_000)))).toEqual(['redemption_differs one R-1', OPEN]);
    const wrong = [
      { ...paid('one', 'R-1', 4_000), accepted: false },
      { ...paid('two', 'R-3', 5_000), accepted: false },
    ];
    expect(kindsOf(report(), wrong)).toEqual(['not_redeemed one null', OPEN]);
    expect(kindsOf(report(paid('nobody', 'R-9', 5_000)))).toEqual([
      'unknown_claim nobody R-9',
      'not_redeemed one null',
      OPEN,
    ]);
    // Told again when there is such a claim, it counts.
    expect(kindsOf(report(paid('two', 'R-3', 5_000)), wrong)).toEqual(['not_redeemed one null']);
  });
});
