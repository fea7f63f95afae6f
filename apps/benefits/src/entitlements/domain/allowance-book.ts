import type { LocalDate } from '@doorstep/kernel';
import type { Voucher, WalletLot } from '@doorstep/policy';
import type { Allowance, AllowanceDraw } from './allowance.js';
import { drawn, givenBack, lotsOf, resized, vouchersOf } from './allowance.js';
import { secondOnes } from './second-lots.js';

const CHANGING = ['amountFen', 'leftFen', 'lapsedFen', 'usableFrom', 'expiresOn'] as const;

/** All allowances of one person. Claims draw when they are held and give back when they end, so that nothing lapses under a hold. */
export class AllowanceBook {
  private readonly allowances = new Map<string, Allowance>();
  private readonly stored = new Map<string, Allowance>();
  private readonly others = new Set<AllowanceBook>();
  private readonly fileOf = new Map<string, number>();

  constructor(
    allowances: readonly Allowance[],
    private readonly newId: () => string,
    /** The same allowances by the files that are one person; what is issued from now on is the first one's. */
    private readonly files: readonly (readonly Allowance[])[],
  ) {
    for (const allowance of allowances) {
      this.allowances.set(allowance.allowanceId, allowance);
      this.stored.set(allowance.allowanceId, allowance);
    }
    files.forEach((own, file) => own.forEach(({ allowanceId }) => this.fileOf.set(allowanceId, file)));
  }

  get all(): readonly Allowance[] {
    return [...this.allowances.values()];
  }

  /** What the person may still draw on. Second lots for one month, of several files that are one person, are not offered. */
  get offered(): readonly Allowance[] {
    const { all } = this;
    if (this.files.length < 2) return all;
    const byFile = this.files.map((_, file) => all.filter((each) => (this.fileOf.get(each.allowanceId) ?? 0) === file));
    const second = secondOnes(byFile);
    return all.filter(({ allowanceId }) => !second.has(allowanceId));
  }

  get isEmpty(): boolean {
    return this.allowances.size === 0;
  }

  get added(): readonly Allowance[] {
    return this.all.filter(({ allowanceId }) => !this.stored.has(allowanceId));
  }

  get changed(): readonly Allowance[] {
    return this.all.filter((allowance) => {
      const before = this.stored.get(allowance.allowanceId);
      return before && CHANGING.some((member) => before[member] !== allowance[member]);
    });
  }

  /** Lots as the rules see them; of one pack, or of all. */
  lots(packId?: string): WalletLot[] {
    return lotsOf(this.offered.filter((each) => packId === undefined || each.packId === packId));
  }

  vouchers(): Voucher[] {
    return vouchersOf(this.offered);
  }

  isOf(allowanceId: string | undefined, packId: string): boolean {
    return allowanceId !== undefined && this.allowances.get(allowanceId)?.packId === packId;
  }

  holds(allowanceId: string): boolean {
    return this.allowances.has(allowanceId);
  }

  /** Claims drew on that one when both files were one person; it is loaded and written together with this one. */
  lean(other: AllowanceBook): void {
    this.others.add(other);
  }

  take(draws: readonly AllowanceDraw[], today: LocalDate): void {
    for (const { allowanceId, fen } of draws) this.change(allowanceId, (allowance) => drawn(allowance, fen, today));
  }

  giveBack(draws: readonly AllowanceDraw[], today: LocalDate): void {
    for (const { allowanceId, fen } of draws) this.change(allowanceId, (allowance) => givenBack(allowance, fen, today));
  }

  /** Works on the wallet and takes it all back. */
  asIf<T>(change: () => void, look: () => T): T {
    const before = [this, ...this.others].map((wallet) => [wallet, new Map(wallet.allowances)] as const);
    change();
    const seen = look();
    for (const [wallet, allowances] of before) wallet.restore(allowances);
    return seen;
  }

  /** As if it had never been issued, until it is issued again. */
  withdraw(allowanceId: string): void {
    this.change(allowanceId, (allowance) => resized(allowance, 0));
  }

  add(allowance: Omit<Allowance, 'allowanceId'> & { readonly allowanceId?: string }): void {
    const allowanceId = allowance.allowanceId ?? this.newId();
    this.allowances.set(allowanceId, { ...allowance, allowanceId });
  }

  private restore(allowances: ReadonlyMap<string, Allowance>): void {
    this.allowances.clear();
    for (const [key, allowance] of allowances) this.allowances.set(key, allowance);
  }

  protected change(allowanceId: string, how: (allowance: Allowance) => Allowance): void {
    const wallet = [this, ...this.others].find((each) => each.allowances.has(allowanceId));
    const allowance = wallet?.allowances.get(allowanceId);
    if (!wallet || !allowance) throw new Error('a claim draws on an allowance that was not loaded');
    wallet.allowances.set(allowanceId, how(allowance));
  }
}
