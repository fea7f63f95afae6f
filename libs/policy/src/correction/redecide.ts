import type { LocalDate } from '@doorstep/kernel';
import type {
  BudgetView,
  ClaimRequest,
  Decision,
  History,
  PastClaim,
  Undecidable,
  Voucher,
  WalletLot,
} from '../model.js';
import { BudgetPools } from './budget-pools.js';
import { PersonalMoney } from './personal-money.js';
import { asPastClaim, sameMoney, type ClaimMoney, type StandingClaim } from './standing-claim.js';

export interface RedecideInput<Money extends ClaimMoney> {
  /** All claims of the person that may change, refused ones too, in the order of their first commit. */
  readonly claims: readonly StandingClaim<Money>[];
  /** Claims that stay as they are. */
  readonly fixed: readonly PastClaim[];
  /** As they are now; ended ones too when a claim drew from them. */
  readonly lots: readonly WalletLot[];
  readonly vouchers: readonly Voucher[];
  readonly budgets: ReadonlyMap<string, BudgetView>;
  /** The pool that a claim would draw from, were it made now. */
  readonly budgetKeyOf: (request: ClaimRequest) => string | undefined;
  readonly today: LocalDate;
  /** Lots and vouchers that have ended are as open as ever: what is known now is taken to have been known all the time. */
  readonly reopened?: boolean;
  /** By the rules and facts as now known. */
  readonly decide: (claim: StandingClaim<Money>, index: number, history: History) => Money | Undecidable;
  /** Whether a claim stays as it is. Default: the same money from the same funders. */
  readonly isSame?: (before: Money, after: Money) => boolean;
}

export interface Redecided<Money extends ClaimMoney> {
  readonly claim: StandingClaim<Money>;
  readonly after: Money;
  /** False: the claim stays. What it draws from may have moved all the same, without moving any public money. */
  readonly changed: boolean;
}

export interface Redecision<Money extends ClaimMoney = Decision> {
  /** One entry a claim, in the same order. */
  readonly results: readonly Redecided<Money>[];
  readonly lots: readonly WalletLot[];
  readonly vouchers: readonly Voucher[];
  /** Money that would go back to a lot or voucher that has ended meanwhile. */
  readonly lapsedFen: number;
  readonly budgets: ReadonlyMap<string, BudgetView>;
}

/**
 * Decides a person's claims again after a late fact, in their first commit order, each one seeing the new results before it. Money of
 * all of them goes back to its pool, lot and voucher first, so that what an earlier claim gives up (or newly takes) reaches the later
 * ones. Doing it twice changes nothing. Pure: it moves nothing, it says what stands now.
 */
export function redecide<Money extends ClaimMoney>(input: RedecideInput<Money>): Redecision<Money> {
  const pools = new BudgetPools(input.budgets);
  const money = new PersonalMoney(input.lots, input.vouchers, input.reopened ? undefined : input.today);
  const standing = input.claims.filter((claim) => !claim.ended);
  for (const claim of standing) {
    pools.giveBack(claim.budgetKey, claim.decision);
    money.giveBack(claim.decision);
  }
  const seen: PastClaim[] = [...input.fixed];
  const results = input.claims.map((claim, index): Redecided<Money> => {
    const result = again(input, claim, index, { pools, money, seen });
    const key = result.changed ? input.budgetKeyOf(claim.request) : claim.budgetKey;
    pools.take(key, result.after);
    if (claim.ended) money.take({ ...claim.decision, lotDraws: [], voucherDraw: undefined }, result.after);
    else money.take(claim.decision, result.after);
    const past = asPastClaim({ ...claim, decision: result.after });
    if (past) seen.push(past);
    return result;
  });
  return {
    results,
    lots: money.lotsLeft(),
    vouchers: money.vouchersLeft(),
    lapsedFen: money.lapsedFen,
    budgets: pools.views,
  };
}

interface Books {
  readonly pools: BudgetPools;
  readonly money: PersonalMoney;
  readonly seen: readonly PastClaim[];
}

function again<Money extends ClaimMoney>(
  input: RedecideInput<Money>,
  claim: StandingClaim<Money>,
  index: number,
  { pools, money, seen }: Books,
): Redecided<Money> {
  const { request, decision: before } = claim;
  const budget = pools.view(input.budgetKeyOf(request));
  const after = input.decide(claim, index, {
    claims: seen,
    lots: money.lotsFor(before),
    vouchers: money.vouchersFor(before),
    ...(budget && { budget }),
  });
  if ('later' in after) return { claim, after: before, changed: false };
  const isSame = input.isSame ?? sameMoney;
  if (claim.ended || !isSame(before, after)) return { claim, after, changed: true };
  const { lotDraws, voucherDraw } = after;
  return { claim, after: { ...before, lotDraws, voucherDraw }, changed: false };
}
