import type { PackVersion } from '../language/rules.js';
import type { Decision, Outcome, PastClaim, Share, Step } from '../model.js';

const NO_DRAWS: Decision['lotDraws'] = [];
const NO_CLAIMS: readonly PastClaim[] = [];

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a decision is made of while it is being worked out. Amounts are fen. */
export class DecisionSheet {
  outcome: Outcome = 'approve';
  reason = 'OK';
  grossFen = 0;
  feeFen = 0;
  discountFen = 0;
  subsidyFen = 0;
  deliveryFen = 0;
  operatorFen = 0;
  budgetNeedFen = 0;
  reserveFen = 0;
  /** Paid by the care insurance or from other public money; never ours. */
  otherFen = 0;
  shares: readonly Share[] = [];
  lotDraws = NO_DRAWS;
  voucherDraw: Decision['voucherDraw'] = undefined;
  displaces = NO_CLAIMS;
  readonly steps: Step[] = [];
  readonly flags: string[] = [];

  constructor(
    private readonly version: PackVersion,
    private readonly factIds: readonly string[],
  ) {}

  step(code: string, fen: number, source?: string, note?: string): void {
    const step: Writable<Step> = { code, fen };
    if (note !== undefined) step.note = note;
    if (source !== undefined) step.source = source;
    this.steps.push(step);
  }

  flag(flag: string | undefined): void {
    if (flag !== undefined && !this.flags.includes(flag)) this.flags.push(flag);
  }

  /** The first check that cuts gives the reason; later cuts only lower the amount. */
  cut(reason: string): void {
    if (this.outcome !== 'approve') return;
    this.outcome = 'partial';
    this.reason = reason;
  }

  refuse(reason: string, source: string): void {
    this.outcome = 'deny';
    this.reason = reason;
    this.subsidyFen = 0;
    this.deliveryFen = 0;
    this.operatorFen = 0;
    this.budgetNeedFen = 0;
    this.reserveFen = 0;
    this.lotDraws = NO_DRAWS;
    this.voucherDraw = undefined;
    this.steps.push({ code: `REFUSED_${reason}`, fen: 0, source });
  }

  decision(): Decision {
    const { version } = this;
    return {
      outcome: this.outcome,
      reason: this.reason,
      packId: version.packId,
      ruleVersion: version.ruleVersion,
      packHash: version.sha256,
      grossFen: this.grossFen,
      discountFen: this.discountFen,
      subsidyFen: this.subsidyFen,
      shares: this.shares,
      deliveryFen: this.deliveryFen,
      operatorFen: this.operatorFen,
      selfPayFen: Math.max(0, this.grossFen - this.discountFen - this.subsidyFen - this.deliveryFen - this.otherFen),
      feeFen: this.feeFen,
      budgetNeedFen: this.budgetNeedFen,
      reserveFen: this.reserveFen,
      lotDraws: this.lotDraws,
      ...(this.voucherDraw && { voucherDraw: this.voucherDraw }),
      displaces: this.displaces,
      factIds: this.factIds,
      steps: this.steps,
      flags: this.flags,
      counterfactuals: [],
    };
  }
}
