import { uuidv7 } from '@doorstep/kernel';
import type { MealPeriod } from '@doorstep/policy';
import { capWindow } from '../../corrections/domain/cap-window.js';
import type { BudgetPool } from '../../budgets/domain/budget-pool.js';
import { Claim } from './claim.js';
import type { ClaimChange } from './claim-change.js';
import { MOVEMENT_OF } from './claim-change.js';
import type { Correction } from './correction.js';
import type { DifferenceCause } from './difference.js';
import { DifferenceDesk } from './difference-desk.js';
import type { Cause } from './happening.js';
import type { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import type { ClaimTerms, Evidence, Verdict } from './verdict.js';
import { drawsOf } from './verdict.js';
import type { Noted, DeskTools } from './desk-tools.js';

/** Opens, ends and replaces claims, keeping pools, allowances and the list of changes in step. Knows nothing of why. */
export class ClaimDesk {
  readonly changes: ClaimChange[] = [];
  readonly corrections: Correction[] = [];
  private readonly differences: DifferenceDesk;

  constructor(private readonly tools: DeskTools) {
    this.differences = new DifferenceDesk(tools, (file, claim, cause, what) => this.note(file, claim, cause, what));
  }

  /** The first claim of an origin, or the one that takes the place of its latest. */
  open(file: PersonFile, origin: Origin, verdict: Verdict, cause: Cause, why: DifferenceCause = 'quote'): Claim {
    const { terms, budgetId } = verdict;
    const evidence = withOthers(verdict.evidence, file, origin);
    const { originId, personId, siteId, serviceDate, mealPeriod } = origin.ref;
    const decisionNumber = file.nextDecision(personId);
    const claim = Claim.decided(
      {
        originId,
        personId,
        siteId,
        serviceDate,
        mealPeriod,
        claimId: uuidv7(this.tools.now.getTime()),
        kind: origin.claimKind,
        terms,
        budgetId,
        bookYear: this.tools.years.yearFor(serviceDate),
        at: origin.asked.kind === 'meal' ? (origin.asked.at ?? null) : null,
        decisionNumber,
        correctsClaimId: origin.latestClaimId ?? null,
        slot: slotOf(file, origin, { denied: terms.outcome === 'deny', later: new Set(evidence.decidedLater) }),
      },
      evidence,
    );
    origin.decided(claim.record.claimId, decisionNumber);
    file.addClaim(claim);
    this.pool(claim)?.hold(terms);
    file.wallet.take(drawsOf(terms), this.tools.today);
    this.note(file, claim, cause, { kind: claim.state === 'denied' ? 'denied' : 'held' });
    if (origin.kind === 'day_care' && origin.fulfilment !== 'open') this.noteFee(claim, origin, cause);
    if (origin.fulfilment !== 'open') this.settle(file, origin, claim, cause, why);
    return claim;
  }

  /** The service was given: a hold becomes money owed, and what the receipt says differently is made good. */
  settle(file: PersonFile, origin: Origin, claim: Claim, cause: Cause, why: DifferenceCause = 'quote'): void {
    if (claim.state === 'held') {
      claim.move('settled');
      this.pool(claim)?.settle(claim.record.terms);
      this.note(file, claim, cause, { kind: 'settled' });
    }
    if (origin.fulfilment === 'served') this.differences.post(file, origin, claim, cause, why);
  }

  release(file: PersonFile, claim: Claim, why: string, cause: Cause): void {
    claim.move('released');
    this.endHold(file, claim);
    this.note(file, claim, cause, { kind: 'released', why });
  }

  expire(file: PersonFile, claim: Claim, cause: Cause): void {
    claim.move('expired');
    this.endHold(file, claim);
    this.note(file, claim, cause, { kind: 'expired' });
  }

  reverse(file: PersonFile, claim: Claim, why: string, cause: Cause): void {
    claim.move('reversed');
    this.giveBack(file, claim);
    this.note(file, claim, cause, { kind: 'reversed', why });
    this.differences.undo(file, claim, cause);
  }

  /** Ends the latest claim in whatever way its state allows, so that another can stand in its place. */
  clear(file: PersonFile, claim: Claim | undefined, why: string, cause: Cause): void {
    if (claim?.state === 'held') return this.release(file, claim, 'replaced', cause);
    if (claim?.state === 'settled') return this.reverse(file, claim, why, cause);
    claim?.giveUpSlot();
    if (claim) this.differences.undo(file, claim, cause);
  }

  /** The claim stands and draws from other lots than before. */
  redraw(file: PersonFile, claim: Claim, draws: Pick<ClaimTerms, 'lotDraws' | 'voucherDraw'>): void {
    file.wallet.giveBack(drawsOf(claim.terms), this.tools.today);
    claim.redraw(draws);
    file.wallet.take(drawsOf(claim.terms), this.tools.today);
    file.touched = true;
  }

  /** The claim that was cleared has a successor because something was learnt. */
  corrected(correction: Correction): void {
    this.corrections.push(correction);
  }

  /** Decides as if the claim that may be replaced took nothing from its pool and its allowances. */
  asIfWithout<T>(file: PersonFile, claim: Claim | undefined, decide: () => T): T {
    if (!claim?.live) return decide();
    const pool = this.pool(claim);
    const back = (): void => file.wallet.giveBack(drawsOf(claim.terms), this.tools.today);
    const look = (): T => file.wallet.asIf(back, decide);
    if (!pool) return look();
    const { terms } = claim.record;
    return pool.asIf(() => (claim.state === 'held' ? pool.release(terms) : pool.giveBack(terms)), look);
  }

  private endHold(file: PersonFile, claim: Claim): void {
    this.pool(claim)?.release(claim.record.terms);
    file.wallet.giveBack(drawsOf(claim.terms), this.tools.today);
  }

  /** Into the year that spent it, or, when that is closed, into the current one. */
  private giveBack(file: PersonFile, claim: Claim): void {
    const { bookYear, terms } = claim.record;
    const year = this.tools.years.openOr(bookYear);
    if (year === bookYear) this.pool(claim)?.giveBack(terms);
    else {
      claim.reversedInYear = year;
      if (claim.record.budgetId !== null) this.tools.pools.sameIn(claim.record.budgetId, year)?.giveBackPrior(terms);
    }
    file.wallet.giveBack(drawsOf(claim.terms), this.tools.today);
  }

  private pool(claim: Claim): BudgetPool | undefined {
    return claim.record.budgetId === null ? undefined : this.tools.pools.get(claim.record.budgetId);
  }

  private note(file: PersonFile, claim: Claim, cause: Cause, { kind, why, difference }: Noted): void {
    const moves = MOVEMENT_OF[kind] !== undefined && claim.record.kind !== 'absence';
    const transactionId = moves ? uuidv7(this.tools.now.getTime()) : null;
    const [reason, moved] = [why ?? null, difference ?? null];
    this.changes.push({ claim, kind, transactionId, cause, why: reason, difference: moved, asked: null });
    file.touched = true;
  }

  private noteFee(claim: Claim, origin: Origin, cause: Cause): void {
    const change = { claim, why: null, transactionId: null, cause, asked: origin.asked, difference: null };
    this.changes.push({ ...change, kind: 'fee_decided' });
  }
}

/** What counted of the person's other files, so that the log alone tells it. */
function withOthers(evidence: Evidence, file: PersonFile, { ref }: Origin): Evidence {
  if (!file.isGroup) return evidence;
  const window = capWindow({ from: ref.serviceDate, to: ref.serviceDate });
  const later = new Set(evidence.decidedLater);
  const others = file.countingElsewhere(ref.personId, window).filter(({ claimId }) => !later.has(claimId));
  return others.length === 0 ? evidence : { ...evidence, alsoCounted: others.map(({ claimId }) => claimId) };
}

/** A second attended day of care on one date takes no second lunch; `later`: claims of other files that are decided after it. */
function slotOf(
  file: PersonFile,
  origin: Origin,
  { denied, later }: { readonly denied: boolean; readonly later: ReadonlySet<string> },
): MealPeriod | null {
  if (origin.asked.kind === 'meal') return denied ? null : origin.slot;
  return origin.slot !== null && file.slotTaken(origin.ref.serviceDate, origin.slot, later) ? null : origin.slot;
}
