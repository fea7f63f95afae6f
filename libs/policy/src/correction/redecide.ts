import type { LocalDate } from '@doorstep/kernel';
import { decide } from '../engine/decide.js';
import type {
  BudgetView,
  CalendarDay,
  CompiledPack,
  Decision,
  MealRequest,
  PackSettings,
  PastClaim,
  PersonFacts,
  WalletLot,
} from '../model.js';
import { BudgetPools } from './budget-pools.js';
import { LotPool } from './lot-pool.js';
import { asPastClaim, sameMoney, type StandingClaim } from './standing-claim.js';

export interface RedecideInput {
  readonly packs: readonly CompiledPack[];
  /** As now known. */
  readonly facts: PersonFacts;
  readonly calendar: readonly CalendarDay[];
  readonly settingsOn: (date: LocalDate) => PackSettings | undefined;
  /** All meals of the person that may change, refused ones too, in the order of their first commit. */
  readonly claims: readonly StandingClaim[];
  /** Claims that stay as they are: of before the books were opened, and days of care. */
  readonly fixed: readonly PastClaim[];
  /** Lots as they are now; ended ones too when a claim drew from them. */
  readonly lots: readonly WalletLot[];
  readonly budgets: ReadonlyMap<string, BudgetView>;
  readonly budgetKeyOf: (request: MealRequest) => string | undefined;
  readonly today: LocalDate;
}

export interface Change {
  readonly index: number;
  readonly request: MealRequest;
  readonly before: Decision;
  readonly after: Decision;
}

export interface Redecision {
  /** Only claims whose money is different. */
  readonly changes: readonly Change[];
  /** What stands now, claim by claim. */
  readonly standing: readonly StandingClaim[];
  readonly lots: readonly WalletLot[];
  /** Money that would go back to a lot that has ended meanwhile. */
  readonly lapsedFen: number;
  readonly budgets: ReadonlyMap<string, BudgetView>;
}

/**
 * Decides a person's meals again after a late fact, in their first commit order, each one seeing the new results before it. Money of all
 * of them goes back to its pool and lot first, so that what an earlier claim gives up (or newly takes) reaches the later ones. Doing it
 * twice changes nothing.
 */
export function redecide(input: RedecideInput): Redecision {
  const pools = new BudgetPools(input.budgets);
  const lots = new LotPool(input.lots, input.today);
  for (const claim of input.claims) {
    pools.giveBack(input.budgetKeyOf(claim.request), claim.decision);
    lots.giveBack(claim.decision);
  }
  const seen: PastClaim[] = [...input.fixed];
  const standing: StandingClaim[] = [];
  const changes: Change[] = [];
  input.claims.forEach((claim, index) => {
    const { request, decision: before } = claim;
    const key = input.budgetKeyOf(request);
    const budget = pools.view(key);
    const after = decide({
      packs: input.packs,
      facts: input.facts,
      calendar: input.calendar,
      settings: input.settingsOn(request.serviceDate) ?? {},
      history: { claims: seen, lots: lots.lotsFor(before), vouchers: [], ...(budget && { budget }) },
      request,
    });
    const decision = 'later' in after ? before : sameMoney(before, after) ? keep(before, after) : after;
    pools.take(key, decision);
    lots.take(before, decision);
    const next = { ...claim, decision };
    standing.push(next);
    const past = asPastClaim(next);
    if (past) seen.push(past);
    if (!sameMoney(before, decision)) changes.push({ index, request, before, after: decision });
  });
  return { changes, standing, lots: lots.result(), lapsedFen: lots.lapsedFen, budgets: pools.views };
}

/** The claim stays; only what it draws from may have moved. */
function keep(before: Decision, after: Decision): Decision {
  return { ...before, lotDraws: after.lotDraws, outcome: after.outcome, reason: after.reason };
}
