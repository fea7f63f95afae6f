import { uuidv7 } from '@doorstep/kernel';
import type { MealPeriod } from '@doorstep/policy';
import type { BudgetPool, BudgetPools } from '../../budgets/domain/budget-pool.js';
import { Claim } from './claim.js';
import type { ClaimChange } from './claim-change.js';
import { MOVEMENT_OF } from './claim-change.js';
import type { Cause } from './happening.js';
import type { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import type { Verdict } from './verdict.js';

/** Opens, ends and replaces claims, keeping pools and the list of changes in step. Knows nothing of why. */
export class ClaimDesk {
  readonly changes: ClaimChange[] = [];

  constructor(
    private readonly pools: BudgetPools,
    private readonly now: Date,
  ) {}

  /** The first claim of an origin, or the one that takes the place of its latest. */
  open(file: PersonFile, origin: Origin, { terms, evidence, budgetId }: Verdict, cause: Cause): Claim {
    const decisionNumber = file.nextDecision();
    const { originId, personId, siteId, serviceDate, mealPeriod } = origin.ref;
    const claim = Claim.decided(
      {
        claimId: uuidv7(this.now.getTime()),
        originId,
        kind: origin.claimKind,
        personId,
        siteId,
        serviceDate,
        mealPeriod,
        terms,
        budgetId,
        decisionNumber,
        correctsClaimId: origin.latestClaimId ?? null,
        slot: slotOf(file, origin, terms.outcome === 'deny'),
      },
      evidence,
    );
    origin.decided(claim.record.claimId, decisionNumber);
    file.addClaim(claim);
    if (budgetId !== null) this.pools.get(budgetId).hold(terms.needFen);
    this.note(file, claim, claim.state === 'denied' ? 'denied' : 'held', null, cause);
    if (origin.kind === 'day_care' && origin.fulfilment !== 'open') this.noteFee(claim, origin, cause);
    if (origin.fulfilment !== 'open' && claim.state === 'held') this.settle(file, claim, cause);
    return claim;
  }

  settle(file: PersonFile, claim: Claim, cause: Cause): void {
    claim.move('settled');
    this.pool(claim)?.settle(claim.record.terms.needFen);
    this.note(file, claim, 'settled', null, cause);
  }

  release(file: PersonFile, claim: Claim, why: string, cause: Cause): void {
    claim.move('released');
    this.pool(claim)?.release(claim.record.terms.needFen);
    this.note(file, claim, 'released', why, cause);
  }

  expire(file: PersonFile, claim: Claim, cause: Cause): void {
    claim.move('expired');
    this.pool(claim)?.release(claim.record.terms.needFen);
    this.note(file, claim, 'expired', null, cause);
  }

  reverse(file: PersonFile, claim: Claim, why: string, cause: Cause): void {
    claim.move('reversed');
    this.pool(claim)?.giveBack(claim.record.terms.needFen);
    this.note(file, claim, 'reversed', why, cause);
  }

  /** Ends the latest claim in whatever way its state allows, so that another can stand in its place. */
  clear(file: PersonFile, claim: Claim | undefined, why: string, cause: Cause): void {
    if (claim?.state === 'held') this.release(file, claim, 'replaced', cause);
    else if (claim?.state === 'settled') this.reverse(file, claim, why, cause);
    else claim?.giveUpSlot();
  }

  /** Decides as if the claim that may be replaced took nothing from its pool. */
  asIfWithout<T>(claim: Claim | undefined, decide: () => T): T {
    const pool = claim?.live ? this.pool(claim) : undefined;
    if (!claim || !pool) return decide();
    const { heldDelta, spentDelta } = pool;
    if (claim.state === 'held') pool.release(claim.record.terms.needFen);
    else pool.giveBack(claim.record.terms.needFen);
    const result = decide();
    pool.heldDelta = heldDelta;
    pool.spentDelta = spentDelta;
    return result;
  }

  private pool(claim: Claim): BudgetPool | undefined {
    return claim.record.budgetId === null ? undefined : this.pools.get(claim.record.budgetId);
  }

  private note(file: PersonFile, claim: Claim, kind: ClaimChange['kind'], why: string | null, cause: Cause): void {
    const moves = MOVEMENT_OF[kind] !== undefined && claim.record.kind !== 'absence';
    const transactionId = moves ? uuidv7(this.now.getTime()) : null;
    this.changes.push({ claim, kind, why, transactionId, cause, asked: null });
    file.touched = true;
  }

  private noteFee(claim: Claim, origin: Origin, cause: Cause): void {
    this.changes.push({ claim, kind: 'fee_decided', why: null, transactionId: null, cause, asked: origin.asked });
  }
}

/** A second attended day of care on one date takes no second lunch. */
function slotOf(file: PersonFile, origin: Origin, denied: boolean): MealPeriod | null {
  if (origin.asked.kind === 'meal') return denied ? null : origin.slot;
  return origin.slot !== null && file.slotTaken(origin.ref.serviceDate, origin.slot) ? null : origin.slot;
}
