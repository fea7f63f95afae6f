import type { LocalDate } from '@doorstep/kernel';
import type { History, StandingClaim, Undecidable } from '@doorstep/policy';
import { redecide } from '@doorstep/policy';
import type { BudgetPools } from '../../budgets/domain/budget-pool.js';
import { isAboutFiles, UNMERGED } from '../../corrections/domain/reasons.js';
import { capWindow } from '../../corrections/domain/cap-window.js';
import type { Allowance } from '../../entitlements/domain/allowance.js';
import { lotsOf, reopened, vouchersOf } from '../../entitlements/domain/allowance.js';
import type { BookYears } from './book-years.js';
import type { Claim } from './claim.js';
import type { ClaimDesk } from './claim-desk.js';
import type { Cause } from './happening.js';
import type { Judge, RuleBook } from './judge.js';
import type { Origin } from './origin.js';
import type { PersonFile } from './person-file.js';
import { pastClaims } from './person-file.js';
import type { ClaimTerms, Postponed, Verdict } from './verdict.js';
import { bothRefuse, drawsOf, isPostponed, refusalWithoutRules, sameOutcome } from './verdict.js';
import type { Window } from './window.js';

/** On whose word claims are decided again, and why: a stable code. */
export interface Course {
  readonly cause: Cause;
  readonly why: string;
}

export interface RedecisionTools {
  readonly judge: Judge;
  readonly desk: ClaimDesk;
  readonly pools: BudgetPools;
  readonly rules: RuleBook;
  readonly years: BookYears;
  readonly today: LocalDate;
  /** Files that were one person until now, this one among them. */
  readonly parted: readonly PersonFile[];
}

interface Standing {
  readonly origin: Origin;
  readonly claim: Claim;
  readonly asked: StandingClaim<ClaimTerms>;
}

/**
 * Decides a person's origins of the window again, by the policy library's own correction, and puts into effect what differs: the old
 * claim is reversed (or its hold released) and a new one opened. Where it is the same nothing happens, so that running it twice
 * changes nothing. Care goes before meals, since an attended day takes the lunch whenever it was booked; days of care and bills draw on
 * the same voucher and keep their order among themselves.
 */
export class Redecision {
  constructor(private readonly tools: RedecisionTools) {}

  run(file: PersonFile, window: Window, course: Course): void {
    const standing = this.standing(file, window);
    if (standing.length === 0) return;
    const verdicts = new Map<number, Verdict>();
    const { results } = this.decideAgain(file, standing, verdicts, course.why);
    results.forEach(({ changed, after }, index) => {
      const stood = standing[index];
      const verdict = verdicts.get(index);
      if (!stood) return;
      if ((changed || this.regainsLunch(file, stood, course)) && verdict)
        this.replace(file, stood, knowing(verdict, stood, standing.slice(index + 1)), course);
      else if (movedDraws(stood.claim.terms, after)) this.tools.desk.redraw(file, stood.claim, after);
    });
  }

  private decideAgain(file: PersonFile, standing: readonly Standing[], verdicts: Map<number, Verdict>, why: string) {
    const isReopened = isAboutFiles(why);
    const { judge, pools, today } = this.tools;
    const allowances = this.allowancesOf(file, isReopened);
    const pending = new Set(standing.map(({ claim }) => claim.record.claimId));
    const originOf = new Map(standing.map(({ asked, origin }) => [asked.request, origin]));
    const decide = (_: unknown, index: number, history: History): ClaimTerms | Undecidable => {
      const origin = standing[index]?.origin;
      if (!origin) return { later: 'FACTS_MISSING' };
      const verdict = afterParting(judge.ask(origin, file, history), origin, why);
      if (isPostponed(verdict)) return { later: 'FACTS_MISSING' };
      verdicts.set(index, verdict);
      return verdict.terms;
    };
    return redecide<ClaimTerms>({
      claims: standing.map(({ asked }) => asked),
      fixed: pastClaims(file.counting().filter(({ claimId }) => !pending.has(claimId))),
      lots: lotsOf(allowances),
      vouchers: vouchersOf(allowances),
      budgets: pools.views(),
      budgetKeyOf: (request) => {
        const origin = originOf.get(request);
        return origin && judge.poolOf(origin)?.state.budgetId;
      },
      today,
      reopened: isReopened,
      decide,
      isSame: sameOutcome,
    });
  }

  /** As a correction of all days sees them: none has ended, and what claims of files that are others now drew is there again. */
  private allowancesOf(file: PersonFile, isReopened: boolean): readonly Allowance[] {
    const { offered } = file.wallet;
    if (!isReopened) return offered;
    const foreign = new Map<string, number>();
    for (const other of this.tools.parted.filter((each) => each !== file))
      for (const claim of other.allClaims().filter(({ live }) => live))
        for (const { allowanceId, fen } of drawsOf(claim.terms))
          foreign.set(allowanceId, (foreign.get(allowanceId) ?? 0) + fen);
    return offered
      .map(reopened)
      .map((each) => ({ ...each, leftFen: each.leftFen + (foreign.get(each.allowanceId) ?? 0) }));
  }

  /** What stands of the window, in first commit order. An open order whose hold ended by the clock waits for its owner's word. */
  private standing(file: PersonFile, window: Window): Standing[] {
    const origins = file.allOrigins().filter((origin) => isTouched(origin, window));
    origins.sort(file.isGroup ? byClock : byNumber);
    return origins.flatMap((origin) => {
      const claim = file.latestClaim(origin);
      const site = this.tools.rules.sites.get(origin.ref.siteId);
      if (!claim || !site) return [];
      const ended = !claim.live && claim.state !== 'denied';
      if (ended && origin.fulfilment === 'open') return [];
      const request = origin.request(site.facts);
      const budgetKey = claim.live ? this.poolAfter(claim) : undefined;
      return [
        { origin, claim, asked: { claimId: claim.record.claimId, request, decision: claim.terms, budgetKey, ended } },
      ];
    });
  }

  /** While two files were one person, a day of care of the other one had the lunch of this date. */
  private regainsLunch(file: PersonFile, { origin, claim }: Standing, { why }: Course): boolean {
    const { slot, ref } = origin;
    if (why !== UNMERGED || origin.asked.kind !== 'day_care' || slot === null || claim.slot !== null) return false;
    return !file.slotTaken(ref.serviceDate, slot);
  }

  /** The pool into which the claim's money would go back. */
  private poolAfter({ record: { budgetId, bookYear } }: Claim): string | undefined {
    const { pools, years } = this.tools;
    return budgetId === null ? undefined : pools.sameIn(budgetId, years.openOr(bookYear))?.state.budgetId;
  }

  private replace(file: PersonFile, stood: Standing, verdict: Verdict, { cause, why }: Course): void {
    const { desk } = this.tools;
    const { origin, claim: before } = stood;
    // Refused for another reason: what the receipt said differently is still borne by whoever bore it.
    const borne = bothRefuse(before.terms, verdict.terms) ? (before.difference?.cause ?? 'quote') : 'late_facts';
    desk.clear(file, before, why, cause);
    const after = desk.open(file, origin, verdict, cause, borne);
    desk.corrected({ origin, before, after, why, cause });
  }
}

/** What was known of another file does not hold for this one any more, however long somebody waits. */
function afterParting(verdict: Verdict | Postponed, origin: Origin, why: string): Verdict | Postponed {
  if (why !== UNMERGED || !isPostponed(verdict) || verdict.later !== 'FACTS_MISSING') return verdict;
  return refusalWithoutRules(verdict.later, origin.grossFen);
}

function isTouched(origin: Origin, { from, to }: Window): boolean {
  const { serviceDate } = origin.ref;
  return !origin.isOpening && origin.stands && serviceDate >= from && (to === undefined || serviceDate <= to);
}

/** Claims of the same caps that this run decides later: they stand while this one is decided, and did not count for it. */
function knowing(verdict: Verdict, { origin }: Standing, later: readonly Standing[]): Verdict {
  const { serviceDate } = origin.ref;
  const window = capWindow({ from: serviceDate, to: serviceDate });
  const standing = later.filter(({ origin: other, claim }) => claim.counts && isTouched(other, window));
  const isOwn = ({ claim }: Standing): boolean => claim.record.personId === origin.ref.personId;
  const notCounted = standing.filter(isOwn).map(({ claim }) => claim.record.decisionNumber);
  const decidedLater = standing.filter((each) => !isOwn(each)).map(({ claim }) => claim.record.claimId);
  if (notCounted.length + decidedLater.length === 0) return verdict;
  const more = { ...(notCounted.length > 0 && { notCounted }), ...(decidedLater.length > 0 && { decidedLater }) };
  return { ...verdict, evidence: { ...verdict.evidence, ...more } };
}

/** In first commit order. */
function byNumber(a: Origin, b: Origin): number {
  return rank(a) - rank(b) || a.firstDecisionNumber - b.firstDecisionNumber;
}

/** Each file numbers by itself: of several files what was decided first goes first. */
function byClock(a: Origin, b: Origin): number {
  const byTime = (a.firstDecidedMs ?? 0) - (b.firstDecidedMs ?? 0);
  const byPerson = a.ref.personId < b.ref.personId ? -1 : 1;
  return rank(a) - rank(b) || byTime || a.firstDecisionNumber - b.firstDecisionNumber || byPerson;
}

const rank = (origin: Origin): number => (origin.asked.kind === 'meal' ? 1 : 0);

function movedDraws(before: ClaimTerms, after: ClaimTerms): boolean {
  const key = ({ lotDraws, voucherDraw }: ClaimTerms): string => JSON.stringify([lotDraws, voucherDraw ?? null]);
  return key(before) !== key(after);
}
