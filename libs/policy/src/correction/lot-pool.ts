import type { LocalDate } from '@doorstep/kernel';
import { isEnded } from '../entitlement/wallet-lots.js';
import type { Decision, WalletLot } from '../model.js';
import { lotKey } from './standing-claim.js';

/**
 * Wallet lots while claims are taken back and decided again. Money of a living lot goes back to it. Money of a lot that has ended
 * stays with the claim that had it: the claim may keep it, nobody else gets it, and what it does not keep lapses.
 */
export class LotPool {
  lapsedFen = 0;
  private readonly lots = new Map<string, WalletLot>();

  constructor(
    lots: readonly WalletLot[],
    private readonly today: LocalDate,
  ) {
    for (const lot of lots) this.lots.set(lotKey(lot), lot);
  }

  giveBack(decision: Decision): void {
    for (const draw of decision.lotDraws) {
      const lot = this.lots.get(lotKey(draw));
      if (lot && !isEnded(lot, this.today)) this.change(lot, draw.fen);
    }
  }

  /** What this claim may draw from: the living lots, and of ended ones what it had. */
  lotsFor(before: Decision): readonly WalletLot[] {
    const own = this.ownOfEnded(before);
    return [...this.lots.values()].flatMap((lot) => {
      if (!isEnded(lot, this.today)) return [lot];
      const leftFen = own.get(lotKey(lot)) ?? 0;
      return leftFen > 0 ? [{ ...lot, leftFen }] : [];
    });
  }

  take(before: Decision, decision: Decision): void {
    const own = this.ownOfEnded(before);
    for (const draw of decision.lotDraws) {
      const key = lotKey(draw);
      const lot = this.lots.get(key);
      if (own.has(key)) own.set(key, (own.get(key) ?? 0) - draw.fen);
      else if (lot) this.change(lot, -draw.fen);
    }
    for (const fen of own.values()) this.lapsedFen += fen;
  }

  result(): readonly WalletLot[] {
    return [...this.lots.values()];
  }

  private ownOfEnded(before: Decision): Map<string, number> {
    const own = new Map<string, number>();
    for (const draw of before.lotDraws) {
      const lot = this.lots.get(lotKey(draw));
      if (lot && isEnded(lot, this.today)) own.set(lotKey(draw), draw.fen);
    }
    return own;
  }

  private change(lot: WalletLot, fen: number): void {
    const now = this.lots.get(lotKey(lot)) ?? lot;
    this.lots.set(lotKey(lot), { ...now, leftFen: now.leftFen + fen });
  }
}
