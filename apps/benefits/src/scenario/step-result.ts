import type { Posting, Share } from '@doorstep/policy';
import type { PersonFile } from '../claims/domain/person-file.js';
import type { ClaimTerms } from '../claims/domain/verdict.js';
import type { World } from './world.js';

/** The fields of one step, as the scenario format names them. */
export type StepResult = Readonly<Record<string, unknown>>;

/** What every decision has. */
export function decisionResult(terms: ClaimTerms): StepResult {
  return {
    outcome: terms.outcome,
    reason: terms.reason,
    version: Number(terms.ruleVersion),
    subsidy: terms.subsidyFen,
    shares: sharesOf(terms.shares),
    selfPay: terms.selfPayFen,
    flag: terms.flags[0] ?? null,
  };
}

/** Balances after the step: of the step's person, and of the scenario's pool, wherever and whenever the step was. */
export function leftOf(world: World, { wallet }: PersonFile): StepResult {
  const voucher = wallet.vouchers().find(({ month }) => world.clock.startsWith(month));
  return {
    walletLeft: wallet.lots().reduce((sum, lot) => sum + lot.leftFen, 0),
    voucherLeft: voucher?.leftFen ?? 0,
    ...(world.pool && { budgetLeft: world.pool.availableFen }),
  };
}

export function sharesOf(shares: readonly Share[]): Readonly<Record<string, number>> {
  return Object.fromEntries(shares.map(({ funder, fen }) => [funder, fen]));
}

/** The period of a meal, operator and delivery parts and the split stand there only when there is something of the kind. */
export function postingText(entry: Posting): StepResult {
  return {
    on: entry.on,
    ...(entry.period && { period: entry.period }),
    kind: entry.kind,
    subsidy: entry.subsidyFen,
    ...(entry.operatorFen !== 0 && { operator: entry.operatorFen }),
    ...(entry.deliveryFen !== 0 && { delivery: entry.deliveryFen }),
    ...(entry.shares.length > 1 && { shares: sharesOf(entry.shares) }),
  };
}
