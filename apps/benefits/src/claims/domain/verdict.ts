import type { Decision, History, Outcome, Step } from '@doorstep/policy';
import type { AllowanceDraw } from '../../entitlements/domain/allowance.js';
import type { Funding } from '../../ledger/domain/movement.js';

/** The sum of a decision: what a claim carries all its life. */
export interface ClaimTerms {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly packId: string | null;
  readonly ruleVersion: string | null;
  readonly grossFen: number;
  readonly discountFen: number;
  readonly subsidyFen: number;
  readonly deliveryFen: number;
  readonly operatorFen: number;
  readonly selfPayFen: number;
  readonly feeFen: number;
  /** All public money of the claim; what the hold takes. */
  readonly needFen: number;
  /** What it takes from the pool that the pack names, and of that from the reserve of the first class. */
  readonly budgetNeedFen: number;
  readonly reserveFen: number;
  readonly shares: readonly Funding[];
  readonly flags: readonly string[];
  readonly lotDraws: Decision['lotDraws'];
  readonly voucherDraw: NonNullable<Decision['voucherDraw']> | undefined;
}

/** What the decision rested on: references and steps, never values of facts. */
export interface Evidence {
  readonly packHash: string | null;
  readonly factIds: readonly string[];
  readonly budgetVersion: number | null;
  readonly siteVersion: number | null;
  readonly steps: readonly Step[];
  /** What could pay for it; absent when there was nothing. */
  readonly allowances?: Pick<History, 'lots' | 'vouchers'>;
  /** Decision numbers that stood and did not count, since the same correction decides them again later. */
  readonly notCounted?: readonly number[];
  /** The same of claims of the person's other files, by their ids. */
  readonly decidedLater?: readonly string[];
  /** Claims of the person's other files that counted. */
  readonly alsoCounted?: readonly string[];
}

export interface Verdict {
  readonly terms: ClaimTerms;
  readonly evidence: Evidence;
  readonly budgetId: string | null;
  /** What would change the result; worked out for quotes only. */
  readonly counterfactuals: Decision['counterfactuals'];
}

/** Something is missing that will come; deciding now would be a guess. */
export interface Postponed {
  readonly later: string;
}

export function isPostponed(verdict: Verdict | Postponed): verdict is Postponed {
  return 'later' in verdict;
}

export function verdictOf(decision: Decision, { siteVersion, budget, allowances }: RestedOn): Verdict {
  const denied = decision.outcome === 'deny';
  const { packHash, factIds, steps } = decision;
  const evidence = { packHash, factIds, budgetVersion: budget?.version ?? null, siteVersion, steps };
  return {
    terms: {
      outcome: decision.outcome,
      reason: decision.reason,
      packId: decision.packId,
      ruleVersion: decision.ruleVersion,
      grossFen: decision.grossFen,
      discountFen: decision.discountFen,
      subsidyFen: decision.subsidyFen,
      deliveryFen: decision.deliveryFen,
      operatorFen: decision.operatorFen,
      selfPayFen: decision.selfPayFen,
      feeFen: decision.feeFen,
      needFen: denied ? 0 : decision.subsidyFen + decision.deliveryFen + decision.operatorFen,
      budgetNeedFen: decision.budgetNeedFen,
      reserveFen: decision.reserveFen,
      shares: decision.shares,
      flags: decision.flags,
      lotDraws: decision.lotDraws,
      voucherDraw: decision.voucherDraw,
    },
    evidence: allowances ? { ...evidence, allowances } : evidence,
    budgetId: decision.budgetNeedFen > 0 ? (budget?.budgetId ?? null) : null,
    counterfactuals: decision.counterfactuals,
  };
}

/** What a decision was given beside facts and rules. */
export interface RestedOn {
  readonly siteVersion: number;
  readonly budget: BudgetUsed | null;
  readonly allowances?: Evidence['allowances'];
}

export interface BudgetUsed {
  readonly budgetId: string;
  readonly version: number;
}

/** A refusal that no rule version made: nothing covers the site, or what was missing did not come in time. */
export function refusalWithoutRules(reason: string, grossFen: number): Verdict {
  return {
    terms: {
      outcome: 'deny',
      reason,
      packId: null,
      ruleVersion: null,
      grossFen,
      discountFen: 0,
      subsidyFen: 0,
      deliveryFen: 0,
      operatorFen: 0,
      selfPayFen: grossFen,
      feeFen: 0,
      needFen: 0,
      budgetNeedFen: 0,
      reserveFen: 0,
      shares: [],
      flags: [],
      lotDraws: [],
      voucherDraw: undefined,
    },
    evidence: { packHash: null, factIds: [], budgetVersion: null, siteVersion: null, steps: [] },
    budgetId: null,
    counterfactuals: [],
  };
}

/** What the claim took from the person's own lots and voucher. */
export function drawsOf({ lotDraws, voucherDraw }: Pick<ClaimTerms, 'lotDraws' | 'voucherDraw'>): AllowanceDraw[] {
  const vouchers = voucherDraw ? [{ allowanceId: voucherDraw.voucherId, fen: voucherDraw.fen }] : [];
  return [...lotDraws.map(({ lotId, fen }) => ({ allowanceId: lotId, fen })), ...vouchers].flatMap(
    ({ allowanceId, fen }) => (allowanceId === undefined || fen === 0 ? [] : [{ allowanceId, fen }]),
  );
}

/** Who pays the claim's public money. Parts that the pack does not split go to the funder named last, the remainder funder. */
export function fundingOf(terms: ClaimTerms): Funding[] {
  const named = terms.shares.reduce((sum, share) => sum + share.fen, 0);
  const rest = terms.needFen - named;
  if (rest === 0) return [...terms.shares];
  const last = terms.shares.at(-1)?.funder ?? 'unassigned';
  return [...terms.shares.slice(0, -1), { funder: last, fen: (terms.shares.at(-1)?.fen ?? 0) + rest }];
}

/** True when replacing one decision by the other would move no money and tell nobody anything new. */
export function sameOutcome(before: ClaimTerms, after: ClaimTerms): boolean {
  return (
    (before.packId === null) === (after.packId === null) &&
    sameRefusal(before, after) &&
    before.discountFen === after.discountFen &&
    before.subsidyFen === after.subsidyFen &&
    before.deliveryFen === after.deliveryFen &&
    before.operatorFen === after.operatorFen &&
    before.selfPayFen === after.selfPayFen &&
    before.feeFen === after.feeFen &&
    sameFunding(before, after)
  );
}

/** A refusal stands for its reason and the rules that gave it: with another of either it is another decision. */
function sameRefusal(before: ClaimTerms, after: ClaimTerms): boolean {
  if (!bothRefuse(before, after)) return (before.outcome === 'deny') === (after.outcome === 'deny');
  return before.reason === after.reason && before.packId === after.packId && before.ruleVersion === after.ruleVersion;
}

export function bothRefuse(before: ClaimTerms, after: ClaimTerms): boolean {
  return before.outcome === 'deny' && after.outcome === 'deny';
}

function sameFunding(before: ClaimTerms, after: ClaimTerms): boolean {
  const [a, b] = [fundingOf(before), fundingOf(after)];
  return a.length === b.length && a.every((part, i) => part.funder === b[i]?.funder && part.fen === b[i]?.fen);
}
