import { monthOf, type LocalDate, type LocalMonth } from '@doorstep/kernel';
import { topUpsFor, voucherDueOn, type ApplicationFact, type DueInput, type TopUp } from '@doorstep/policy';
import { AllowanceBook } from './allowance-book.js';
import type { Allowance } from './allowance.js';
import { isFor, isOver, lapsed, resized } from './allowance.js';
import type { DueRules } from './due-rules.js';
import { approvalKey, lotStillDue, voucherOf, type IssuedLot } from './month-lot.js';

export interface ClockMove {
  readonly lapsedFen: number;
  readonly issuedFen: number;
}

/** What a person was issued, and what the rules issue next. */
export class Wallet extends AllowanceBook {
  private workedOut: Set<string>;

  constructor(
    allowances: readonly Allowance[] = [],
    /** Approvals whose top-ups are in the wallet already. */
    private readonly workedOutBefore: readonly string[] = [],
    newId: () => string = () => '',
    /** The same allowances by the files that are one person. */
    files: readonly (readonly Allowance[])[] = [],
  ) {
    super(allowances, newId, files);
    this.workedOut = new Set(workedOutBefore);
  }

  get workedOutApprovals(): readonly string[] {
    return [...this.workedOut];
  }

  /** Whether other approvals are worked out than when it was loaded. */
  get movedApprovals(): boolean {
    const before = this.workedOutBefore;
    return this.workedOut.size !== before.length || before.some((key) => !this.workedOut.has(key));
  }

  get moved(): boolean {
    return this.added.length > 0 || this.changed.length > 0 || this.movedApprovals;
  }

  /** All others are worked out again. */
  keepWorkedOut(keys: ReadonlySet<string>): void {
    this.workedOut = new Set([...this.workedOut].filter((key) => keys.has(key)));
  }

  /** The approval's top-ups came by another way. */
  noteWorkedOut(key: string): void {
    this.workedOut.add(key);
  }

  /** The start of a day: what is over lapses, then what falls due is issued, once. Learnt of later, it pays from `knownOn` on. */
  startDay(day: LocalDate, rules: readonly DueRules[], knownOn = day): ClockMove {
    let lapsedFen = this.lapse(day);
    let issuedFen = 0;
    for (const { packId, due } of rules) {
      if (day.endsWith('-01')) issuedFen += this.issueLot(packId, due, monthOf(day));
      issuedFen += this.issueVoucher(packId, due, day, knownOn);
    }
    for (const { fen, expiresOn } of this.takeTopUps(knownOn, rules)) {
      issuedFen += fen;
      if (expiresOn < knownOn) lapsedFen += fen;
    }
    return { lapsedFen, issuedFen };
  }

  /** The lot of a month, unless it is there. */
  issueLot(packId: string, due: DueInput, month: LocalMonth): number {
    const lot = lotStillDue(packId, due, month, this.all, this.workedOut);
    return lot ? this.issue(packId, lot) : 0;
  }

  /** The voucher that falls due on that very day, unless there is one for the month. */
  issueVoucher(packId: string, due: DueInput, day: LocalDate, usableFrom: LocalDate): number {
    const voucher = voucherDueOn(due, day);
    if (!voucher || this.has(packId, 'voucher', voucher.month)) return 0;
    return this.issue(packId, voucherOf(voucher, usableFrom));
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
    const issued = this.lots(packId).filter(({ amountFen }) => amountFen !== 0);
    const topUps = topUpsFor(due, application, issued, today);
    for (const topUp of topUps) this.issue(packId, topUp);
    return topUps;
  }

  private issue(packId: string, lot: IssuedLot): number {
    const { month, kind, fen, expiresOn, usableFrom = null, forMonth = null } = lot;
    const withdrawn = this.all.find((each) => each.amountFen === 0 && isFor(each, { packId, kind, month, forMonth }));
    if (withdrawn) this.change(withdrawn.allowanceId, (each) => ({ ...resized(each, fen), expiresOn, usableFrom }));
    else this.add({ packId, kind, month, amountFen: fen, leftFen: fen, lapsedFen: 0, expiresOn, usableFrom, forMonth });
    return fen;
  }

  private has(packId: string, kind: Allowance['kind'], month: LocalMonth): boolean {
    return this.all.some((each) => each.amountFen > 0 && isFor(each, { packId, kind, month, forMonth: null }));
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
}
