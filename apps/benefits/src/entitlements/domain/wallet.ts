import { monthOf, type LocalDate, type LocalMonth } from '@doorstep/kernel';
import {
  topUpsFor,
  voucherDueOn,
  type ApplicationFact,
  type DueInput,
  type TopUp,
  type Voucher,
  type WalletLot,
} from '@doorstep/policy';
import type { Allowance, AllowanceDraw } from './allowance.js';
import { drawn, givenBack, isOver, lapsed, lotsOf, vouchersOf } from './allowance.js';
import type { DueRules } from './due-rules.js';
import { approvalKey, lotStillDue, voucherOf, type IssuedLot } from './month-lot.js';

export interface ClockMove {
  readonly lapsedFen: number;
  readonly issuedFen: number;
}

/** All allowances of one person. Claims draw when they are held and give back when they end, so that nothing lapses under a hold. */
export class Wallet {
  private readonly allowances = new Map<string, Allowance>();
  private readonly stored = new Map<string, Allowance>();
  private readonly others = new Set<Wallet>();
  private readonly workedOut: Set<string>;
  private readonly workedOutBefore: number;

  constructor(
    allowances: readonly Allowance[] = [],
    /** Approvals whose top-ups are in the wallet already. */
    workedOut: readonly string[] = [],
    private readonly newId: () => string = () => '',
    /** Second lots for one month, of several files that are one person: drawn on before, and not offered any more. */
    private readonly second: ReadonlySet<string> = new Set(),
  ) {
    for (const allowance of allowances) {
      this.allowances.set(allowance.allowanceId, allowance);
      this.stored.set(allowance.allowanceId, allowance);
    }
    this.workedOut = new Set(workedOut);
    this.workedOutBefore = this.workedOut.size;
  }

  get all(): readonly Allowance[] {
    return [...this.allowances.values()];
  }

  /** What the person may still draw on. */
  get offered(): readonly Allowance[] {
    return this.all.filter(({ allowanceId }) => !this.second.has(allowanceId));
  }

  get isEmpty(): boolean {
    return this.allowances.size === 0;
  }

  get workedOutApprovals(): readonly string[] {
    return [...this.workedOut];
  }

  /** Approvals worked out since it was loaded. */
  get hasNewApprovals(): boolean {
    return this.workedOut.size > this.workedOutBefore;
  }

  get moved(): boolean {
    return this.added.length > 0 || this.changed.length > 0 || this.hasNewApprovals;
  }

  get added(): readonly Allowance[] {
    return this.all.filter(({ allowanceId }) => !this.stored.has(allowanceId));
  }

  get changed(): readonly Allowance[] {
    return this.all.filter((allowance) => {
      const before = this.stored.get(allowance.allowanceId);
      return before && (before.leftFen !== allowance.leftFen || before.lapsedFen !== allowance.lapsedFen);
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
  lean(other: Wallet): void {
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

  /** The approval's top-ups came by another way. */
  noteWorkedOut(key: string): void {
    this.workedOut.add(key);
  }

  add(allowance: Omit<Allowance, 'allowanceId'> & { readonly allowanceId?: string }): void {
    const allowanceId = allowance.allowanceId ?? this.newId();
    this.allowances.set(allowanceId, { ...allowance, allowanceId });
  }

  /** The start of a day: what is over lapses, then what falls due is issued, once. Learnt of later, it pays from `knownOn` on. */
  startDay(day: LocalDate, rules: readonly DueRules[], knownOn = day): ClockMove {
    let lapsedFen = this.lapse(day);
    let issuedFen = 0;
    for (const { packId, due } of rules) {
      const lot = day.endsWith('-01') ? lotStillDue(packId, due, monthOf(day), this.all, this.workedOut) : undefined;
      if (lot) issuedFen += this.issue(packId, lot);
      const voucher = voucherDueOn(due, day);
      if (voucher && !this.has(packId, 'voucher', voucher.month))
        issuedFen += this.issue(packId, voucherOf(voucher, knownOn));
    }
    for (const { fen, expiresOn } of this.takeTopUps(knownOn, rules)) {
      issuedFen += fen;
      if (expiresOn < knownOn) lapsedFen += fen;
    }
    return { lapsedFen, issuedFen };
  }

  /** Top-ups of approvals that are known and not worked out yet; they are in the wallet afterwards, lapsed when they are over by now. */
  takeTopUps(today: LocalDate, rules: readonly DueRules[]): readonly TopUp[] {
    const topUps = rules.flatMap(({ packId, due }) =>
      due.facts.applications.flatMap((application) => this.topUpsOf(packId, due, application, today)),
    );
    if (topUps.some(({ expiresOn }) => expiresOn < today)) this.lapse(today);
    return topUps;
  }

  private topUpsOf(packId: string, due: DueInput, application: ApplicationFact, today: LocalDate): readonly TopUp[] {
    const { approvedOn } = application;
    const key = approvalKey(packId, application);
    if (approvedOn === undefined || approvedOn > today || this.workedOut.has(key)) return [];
    this.workedOut.add(key);
    const topUps = topUpsFor(due, application, this.lots(packId), today);
    for (const topUp of topUps) this.issue(packId, topUp);
    return topUps;
  }

  private issue(packId: string, lot: IssuedLot): number {
    const { month, kind, fen, expiresOn, usableFrom = null, forMonth = null } = lot;
    this.add({ packId, kind, month, amountFen: fen, leftFen: fen, lapsedFen: 0, expiresOn, usableFrom, forMonth });
    return fen;
  }

  private has(packId: string, kind: Allowance['kind'], month: LocalMonth): boolean {
    return this.all.some((each) => each.packId === packId && each.kind === kind && each.month === month);
  }

  private lapse(day: LocalDate): number {
    let lapsedFen = 0;
    for (const allowance of this.all) {
      if (!isOver(allowance, day) || allowance.leftFen === 0) continue;
      lapsedFen += allowance.leftFen;
      this.change(allowance.allowanceId, lapsed);
    }
    return lapsedFen;
  }

  private restore(allowances: ReadonlyMap<string, Allowance>): void {
    this.allowances.clear();
    for (const [key, allowance] of allowances) this.allowances.set(key, allowance);
  }

  private change(allowanceId: string, how: (allowance: Allowance) => Allowance): void {
    const wallet = [this, ...this.others].find((each) => each.allowances.has(allowanceId));
    const allowance = wallet?.allowances.get(allowanceId);
    if (!wallet || !allowance) throw new Error('a claim draws on an allowance that was not loaded');
    wallet.allowances.set(allowanceId, how(allowance));
  }
}
