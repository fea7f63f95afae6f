import type { LocalDate } from '@doorstep/kernel';

/** A wallet lot or a month's voucher: money of one person that ends with a day. */
export interface Balance {
  readonly key: string;
  readonly leftFen: number;
  /** Last day. */
  readonly endsOn: LocalDate;
}

export interface Draw {
  readonly key: string;
  readonly fen: number;
}

/**
 * Balances while claims are taken back and decided again. Money of a living one goes back to it. Money of one that has ended stays
 * with the claim that had it: the claim may keep it, nobody else gets it, and what it does not keep lapses.
 */
export class BalancePool {
  lapsedFen = 0;
  private readonly left = new Map<string, number>();
  private readonly ended = new Set<string>();

  constructor(balances: readonly Balance[], today: LocalDate | undefined) {
    for (const { key, leftFen, endsOn } of balances) {
      this.left.set(key, leftFen);
      if (today !== undefined && endsOn < today) this.ended.add(key);
    }
  }

  giveBack(draws: readonly Draw[]): void {
    for (const { key, fen } of draws) if (!this.ended.has(key)) this.add(key, fen);
  }

  /** What a claim that had these draws may draw from a balance. */
  leftFor(key: string, before: readonly Draw[]): number {
    if (!this.ended.has(key)) return this.left.get(key) ?? 0;
    return before.reduce((sum, draw) => sum + (draw.key === key ? draw.fen : 0), 0);
  }

  take(before: readonly Draw[], after: readonly Draw[]): void {
    for (const { key, fen } of after) {
      if (this.ended.has(key)) this.lapsedFen -= fen;
      else this.add(key, -fen);
    }
    for (const { key, fen } of before) if (this.ended.has(key)) this.lapsedFen += fen;
  }

  leftOf(key: string): number {
    return this.left.get(key) ?? 0;
  }

  private add(key: string, fen: number): void {
    if (this.left.has(key)) this.left.set(key, (this.left.get(key) ?? 0) + fen);
  }
}
