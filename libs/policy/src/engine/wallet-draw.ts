import { monthOf, type LocalDate } from '@doorstep/kernel';
import type { Decision, WalletLot } from '../model.js';

/**
 * Lots that may pay for a meal of that date, oldest first: not ended, not of a later month, and not added after the meal (a top-up
 * leaves past meals as they are).
 */
export function usableLots(lots: readonly WalletLot[], date: LocalDate): readonly WalletLot[] {
  const month = monthOf(date);
  return lots
    .filter((lot) => lot.leftFen > 0 && lot.month <= month && lot.expiresOn >= date && (lot.usableFrom ?? date) <= date)
    .sort(byAge);
}

export function byAge(left: WalletLot, right: WalletLot): number {
  if (left.month !== right.month) return left.month < right.month ? -1 : 1;
  if (left.kind !== right.kind) return left.kind === 'monthly' ? -1 : 1;
  return (left.lotId ?? '') < (right.lotId ?? '') ? -1 : 1;
}

/** First in, first out. The sum of the draws is at most `fen`. */
export function drawLots(lots: readonly WalletLot[], fen: number): Decision['lotDraws'] {
  const draws: Decision['lotDraws'][number][] = [];
  let wanted = fen;
  for (const { lotId, month, kind, leftFen } of lots) {
    if (wanted === 0) break;
    const drawn = Math.min(leftFen, wanted);
    draws.push({ ...(lotId !== undefined && { lotId }), month, kind, fen: drawn });
    wanted -= drawn;
  }
  return draws;
}
