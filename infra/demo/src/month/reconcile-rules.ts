import type { ClaimSummary } from '@doorstep/contracts';
import { type LocalDate, mondayOf } from '@doorstep/kernel';
import type { Findings } from '../findings.js';
import type { MonthPapers } from './books.js';
import type { MonthElder } from './month-city.js';
import { PACK_OF } from './month-city.js';
import { isSettled, packOfSite, sum } from './sums.js';
import type { LateFact, MonthScript } from './script.js';

const CHANGED = PACK_OF.zhongyuan;
const PUYA_SITE = 'zhong-1';

/** The rules as they are printed, read once more without the engine: versions, caps, one amount, and what came late. */
export function checkRules({ claims }: MonthPapers, script: MonthScript, findings: Findings): void {
  const settled = claims.filter(isSettled);
  checkChange(claims, script, findings);
  checkCaps(settled, script, findings);
  const own = new Map<string, ClaimSummary[]>();
  for (const claim of settled) own.set(claim.personId, [...(own.get(claim.personId) ?? []), claim]);
  for (const late of [...script.inTime, ...script.tooLate])
    for (const claim of own.get(late.elder.personId) ?? [])
      findings.equal(`${claim.serviceDate} of elder ${late.elder.number} may be paid`, isBlocked(late, claim), false);
}

/** Each day by the version of that day; between 60 and 79 the first schedule gives one yuan before the change and two from it on. */
function checkChange(claims: readonly ClaimSummary[], { plan, elders }: MonthScript, findings: Findings): void {
  const people = new Map(elders.map((elder) => [elder.personId, elder]));
  const counts = { before: 0, after: 0 };
  for (const claim of claims.filter(({ packId }) => packId === CHANGED)) {
    const isNew = claim.serviceDate >= plan.changeOn;
    counts[isNew ? 'after' : 'before'] += 1;
    findings.equal(`rules of claim ${claim.claimId}`, claim.ruleVersion, isNew ? '2' : '1');
    const age = ageOn(people.get(claim.personId), claim.serviceDate);
    if (claim.siteId === PUYA_SITE && claim.outcome === 'approve' && age >= 60 && age < 80)
      findings.equal(`amount of claim ${claim.claimId}`, claim.subsidyFen, isNew ? 200 : 100);
  }
  findings.truth('both versions decided', counts.before > 0 && counts.after > 0);
}

function checkCaps(settled: readonly ClaimSummary[], { plan }: MonthScript, findings: Findings): void {
  const groups = new Map<string, ClaimSummary[]>();
  const add = (key: string, claim: ClaimSummary): void => void groups.set(key, [...(groups.get(key) ?? []), claim]);
  for (const claim of settled.filter(({ subsidyFen }) => subsidyFen > 0)) {
    const packId = packOfSite(claim.siteId);
    const { personId, serviceDate, mealPeriod } = claim;
    add(`period ${personId} ${serviceDate} ${mealPeriod}`, claim);
    if (packId === PACK_OF.xiyuan) {
      add(`day ${personId} ${serviceDate}`, claim);
      add(`week ${personId} ${mondayOf(serviceDate as LocalDate)}`, claim);
    } else add(`${packId === CHANGED ? 'money' : 'draws'} ${personId} ${serviceDate.slice(0, 7)}`, claim);
  }
  const most: Readonly<Record<string, number>> = { period: 1, day: 1, week: 5, draws: 22 };
  for (const [key, own] of groups) {
    const limit = most[key.split(' ')[0] ?? ''];
    if (limit !== undefined) findings.truth(`the cap of the ${key} holds`, own.length <= limit);
    // The cap of the first version counts for meals of the first half; the second version allows ten yuan more.
    else findings.truth(`the cap of the ${key} holds`, withinMoney(own, plan.changeOn));
  }
}

function withinMoney(own: readonly ClaimSummary[], changeOn: string): boolean {
  const fen = (claims: readonly ClaimSummary[]): number => sum(claims.map(({ subsidyFen }) => subsidyFen));
  return fen(own.filter(({ serviceDate }) => serviceDate < changeOn)) <= 9_000 && fen(own) <= 10_000;
}

function isBlocked({ fact, validFrom, validTo }: LateFact, { serviceDate, siteId }: ClaimSummary): boolean {
  const { kind, stay, diedOn } = fact as { kind: string; stay?: string; diedOn?: string };
  const from = validFrom ?? '9999-12-31';
  if (kind === 'death') return serviceDate > (diedOn ?? '');
  if (stay === 'hospital') return serviceDate > from && serviceDate < (validTo ?? '9999-12-31');
  if (stay === 'institution') return serviceDate >= from;
  return kind === 'hukou' && packOfSite(siteId) === PACK_OF.xiyuan && serviceDate >= from;
}

function ageOn(elder: MonthElder | undefined, date: string): number {
  if (!elder) return 0;
  const years = Number(date.slice(0, 4)) - Number(elder.bornOn.slice(0, 4));
  return years - (date.slice(5) < elder.bornOn.slice(5) ? 1 : 0);
}
