import type { LocalDate } from '@doorstep/kernel';
import type { Posting, Share, SiteFacts } from '@doorstep/policy';
import type { PersonBook } from './person-book.js';
import type { World } from './world.js';

/** The fields of one step, as the scenario format names them. */
export type StepResult = Readonly<Record<string, unknown>>;

/** Balances after the step: of the step's person, and of the pool that pays there. */
export function leftOf(world: World, book: PersonBook, site: SiteFacts, date: LocalDate): StepResult {
  const key = world.budgetKey(site, date);
  const budget = key === undefined ? undefined : world.budgets.get(key);
  return {
    walletLeft: book.walletLeft(),
    voucherLeft: book.voucherLeft(world.clock),
    ...(budget && { budgetLeft: budget.availableFen }),
  };
}

export function sharesOf(shares: readonly Share[]): Readonly<Record<string, number>> {
  return Object.fromEntries(shares.map(({ funder, fen }) => [funder, fen]));
}

/** Operator and delivery parts and the split stand there only when there is something of the kind. */
export function postingText(entry: Posting): StepResult {
  return {
    on: entry.on,
    period: entry.period,
    kind: entry.kind,
    subsidy: entry.subsidyFen,
    ...(entry.operatorFen !== 0 && { operator: entry.operatorFen }),
    ...(entry.deliveryFen !== 0 && { delivery: entry.deliveryFen }),
    ...(entry.shares.length > 1 && { shares: sharesOf(entry.shares) }),
  };
}
