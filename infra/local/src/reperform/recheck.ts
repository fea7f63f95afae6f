import type { DayCareFeeDecidedV1, EventData } from '@doorstep/contracts';
import type { Decision, PastClaim } from '@doorstep/policy';
import type { ClaimHistory, DecidedClaim, ToldClaim } from './claim-history.js';
import { pastClaim, wasBefore } from './claim-history.js';
import type { PersonKin } from './person-kin.js';
import type { StoryTools } from './story-tools.js';
import { compareDecision, compareSteps, sameMoney } from './compare-decision.js';
import { type Basis, decideAgain, decideByAllFacts, type Question } from './decide-again.js';
import type { Asked, PersonLog } from './person-log.js';
import type { SiteState } from './sites.js';

type Fee = EventData<typeof DayCareFeeDecidedV1>;

/**
 * Paid from a pool, a lot or a voucher, of which nobody tells what it had left when the claim was decided last: only too much can be seen,
 * not too little.
 */
function isLimited({ lotDraws, voucherDraw, budgetNeedFen }: Decision, { budgetVersion }: Basis): boolean {
  return lotDraws.length > 0 || voucherDraw !== undefined || (budgetNeedFen > 0 && budgetVersion !== null);
}

/** Makes the decisions of one person again and notes what differs. */
export class Recheck {
  /** What came out again for the latest decision on a booking. */
  private readonly again = new Map<string, Decision>();

  constructor(
    private readonly person: PersonLog,
    private readonly history: ClaimHistory,
    private readonly kin: PersonKin,
    private readonly tools: StoryTools,
  ) {}

  /** `others`: claims of the person's other files that counted. */
  decision(told: DecidedClaim, others: readonly ToldClaim[]): void {
    const { findings } = this.tools;
    this.again.delete(told.origin.id);
    if (!this.isWanted(told.serviceDate)) return;
    findings.count('claims');
    if (told.basis.packHash === null) return this.withoutRules(told);
    const order = this.person.asked(told.origin.id);
    if (!order) return findings.differs(told.claimId, 'origin', told.origin.id, 'not in the log');
    findings.equal(told.claimId, 'siteId', told.siteId, order.siteId);
    findings.equal(told.claimId, 'serviceDate', told.serviceDate, order.asked.serviceDate);
    const question = this.questionOf(told, order.asked, this.history.countedFor(told, others));
    const answer = decideAgain(question, this.kin, this.tools.city);
    if (answer.kind === 'unknown') return findings.cannotCompare(answer.why);
    if (answer.kind === 'wrong') return findings.differs(told.claimId, answer.field, answer.recorded, answer.redecided);
    if (question.reason.startsWith('BUDGET_')) findings.count('budgetRefusals');
    compareDecision(told.claimId, told, answer.decision, findings);
    this.pool(told, answer.site);
    this.again.set(told.origin.id, answer.decision);
  }

  stayFee(fee: Fee): void {
    const { findings } = this.tools;
    const decision = this.again.get(fee.bookingId);
    if (!decision) return;
    findings.count('fees');
    const denied = decision.outcome === 'deny';
    this.compareFee(fee, decision, denied ? 0 : decision.subsidyFen);
  }

  /** Nobody came: no claim, but a fee, decided like one. */
  absenceFee(fee: Fee): void {
    const { findings, city } = this.tools;
    if (!this.isWanted(fee.serviceDate)) return;
    findings.count('fees');
    const { basis, bookingId, siteId, decidedAt } = fee;
    if (!basis) return findings.cannotCompare('FEE_WITHOUT_BASIS');
    if (basis.packHash === null) return findings.equal(bookingId, 'fee.feeFen', fee.feeFen, 0);
    const asked = this.person.asked(bookingId)?.asked;
    if (asked?.kind !== 'no_show') return findings.differs(bookingId, 'origin', 'no_show', 'not in the log');
    const question = { asked, siteId, basis, decidedAt, reason: 'OK', claims: [] };
    const answer = decideAgain(question, this.kin, city);
    if (answer.kind === 'unknown') return findings.cannotCompare(answer.why);
    if (answer.kind === 'wrong') return findings.differs(bookingId, answer.field, answer.recorded, answer.redecided);
    this.compareFee(fee, answer.decision, answer.decision.subsidyFen);
  }

  /**
   * A basis may leave out what speaks against a claim. So what stands in the end must also come out by all facts that the registry told
   * and all claims that stand: a fact that came late has led to a correction by then.
   */
  standing(claim: ToldClaim): void {
    const { told, asked } = claim;
    const { basis, decision, claimId } = told;
    if (this.person.calledOff.has(told.origin.id)) {
      if (claim.state !== 'denied') this.tools.findings.differs(claimId, 'state', claim.state, 'was called off');
      return;
    }
    const hasRules = basis.packHash !== null && !decision.reason.startsWith('BUDGET_');
    if (!asked || !hasRules || !this.isWanted(told.serviceDate)) return;
    const all = this.kin.histories().flatMap((history) => history.counting());
    const claims = all.filter((each) => each !== claim && wasBefore(each, claim)).map(pastClaim);
    const answer = decideByAllFacts(this.questionOf(told, this.lately(told, asked), claims), this.kin, this.tools.city);
    if (answer.kind !== 'decided') return;
    this.tools.findings.count('standing');
    if (sameMoney(decision, answer.decision)) return;
    if (isLimited(answer.decision, basis) && decision.subsidyFen <= answer.decision.subsidyFen) return;
    const text = ({ reason, subsidyFen, selfPayFen }: { reason: string; subsidyFen: number; selfPayFen: number }) =>
      `${reason}, subsidy ${subsidyFen}, self-pay ${selfPayFen}`;
    this.tools.findings.differs(claimId, 'by all facts', text(decision), text(answer.decision));
  }

  /** What insurance paid as it was told last, whatever the standing decision took. */
  private lately({ origin }: DecidedClaim, asked: Asked): Asked {
    const insurancePaidFen = this.person.insurance.last(origin.id);
    return asked.kind !== 'day_care' || insurancePaidFen === undefined ? asked : { ...asked, insurancePaidFen };
  }

  private compareFee(fee: Fee, decision: Decision, subsidyFen: number): void {
    const { findings } = this.tools;
    const again = { ...decision, subsidyFen };
    for (const field of ['feeFen', 'subsidyFen', 'selfPayFen', 'packId', 'ruleVersion'] as const)
      findings.equal(fee.bookingId, `fee.${field}`, fee[field], again[field]);
    compareSteps(fee.bookingId, fee.steps, decision, findings);
  }

  /** Refused because nothing covers the site, something did not come in time, or a day of care took the lunch: nothing may be paid. */
  private withoutRules({ claimId, origin, siteId, decision, decidedAt }: DecidedClaim): void {
    const { findings, city } = this.tools;
    findings.count('withoutRules');
    const asked = this.person.asked(origin.id)?.asked;
    const grossFen = asked?.kind === 'meal' ? asked.priceFen + asked.deliveryFeeFen : 0;
    const paid = decision.discountFen + decision.subsidyFen + decision.deliveryFen + decision.operatorFen;
    findings.equal(claimId, 'outcome', decision.outcome, 'deny');
    findings.equal(claimId, 'grossFen', decision.grossFen, grossFen);
    findings.equal(claimId, 'selfPayFen', decision.selfPayFen, grossFen);
    findings.equal(claimId, 'subsidyFen', paid, 0);
    if (decision.reason !== 'SITE_NOT_COVERED') return;
    const site = city.sites.find(siteId, undefined, decidedAt);
    const packId = asked?.kind === 'meal' ? site?.mealPackId : site?.dayCarePackId;
    findings.equal(claimId, 'reason', decision.reason, packId ? `covered by ${packId}` : decision.reason);
  }

  /** The pool must be one of the pack, of an area that holds the site, and of the year. */
  private pool({ claimId, serviceDate, basis, decision, bookYear }: DecidedClaim, site: SiteState): void {
    const { findings, ledger } = this.tools;
    if (!basis.budget) return;
    const pool = ledger.budgets.get(basis.budget.budgetId)?.opened;
    const year = bookYear ?? Number(serviceDate.slice(0, 4));
    const fits =
      pool !== undefined &&
      pool.packId === decision.packId &&
      [site.town, site.district, site.city].includes(pool.area) &&
      pool.year === year;
    if (!fits) findings.differs(claimId, 'budget', basis.budget.budgetId, pool ? 'of other claims' : 'not in the log');
  }

  private questionOf(told: DecidedClaim, asked: Asked, claims: readonly PastClaim[]): Question {
    const { siteId, basis, decidedAt, decision } = told;
    return { asked, siteId, basis, decidedAt, reason: decision.reason, claims };
  }

  private isWanted(serviceDate: string): boolean {
    const { from, to } = this.tools.dates;
    return serviceDate >= from && serviceDate <= to;
  }
}
