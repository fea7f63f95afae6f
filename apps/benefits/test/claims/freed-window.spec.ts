import { expect, it } from '@jest/globals';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { Claim } from '../../src/claims/domain/claim.js';
import { freedWindow } from '../../src/claims/domain/freed-window.js';
import { Wallet } from '../../src/entitlements/domain/wallet.js';
import { factsOf, lunchAt, TestWorld } from '../support/world.mother.js';

const LOT = {
  allowanceId: 'lot',
  packId: 'p',
  kind: 'monthly' as const,
  month: '2026-09' as LocalMonth,
  amountFen: 8000,
  leftFen: 0,
  lapsedFen: 0,
  expiresOn: '2026-11-30' as LocalDate,
  usableFrom: null,
  forMonth: null,
};

/** A lunch of 15 September that drew so much on the lot. */
function lunchDrawing(fen: number): Claim {
  const world = new TestWorld();
  world.book.apply(lunchAt('puya', world.person(factsOf('1941-03-12'))));
  const record = world.book.changes[0]?.claim.record;
  if (!record) throw new Error('the lunch was not decided');
  const lotDraws = [{ lotId: 'lot', month: LOT.month, kind: 'monthly' as const, fen }];
  return Claim.readBack({ ...record, terms: { ...record.terms, lotDraws } });
}

it('what a claim gave back may be had for as long as the lot lives that it drew on', () => {
  expect(freedWindow(lunchDrawing(300), new Wallet([LOT]))).toEqual({ from: '2026-09-01', to: '2026-11-30' });
});

it('a claim that drew on nothing frees caps of its own month', () => {
  expect(freedWindow(lunchDrawing(0), new Wallet([LOT]))).toEqual({ from: '2026-09-01', to: '2026-09-30' });
});
