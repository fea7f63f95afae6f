import type { CapRule, MealRule } from '../language/rules.js';
import type { MealRequest, PastClaim, PersonFacts } from '../model.js';
import type { Context } from './context.js';
import { isEnrolled, isUnverified, suspensionOn } from './facts-in-force.js';
import type { Usage } from './usage.js';

export interface Refusal {
  readonly reason: string;
  readonly source: string;
  readonly flag?: string | undefined;
}

/** Whose identity nobody has checked gets nothing where the pack says so. */
export const UNVERIFIED: Refusal = { reason: 'UNVERIFIED', source: 'design' };

/** The meals that an attended day of care includes. */
export interface Covered {
  readonly reason: string;
  readonly source: string;
}

/**
 * The first check that fails, in the contract's order: identity, alive, suspended, (scheme) enrolment, residence, category, period, day, duplicate,
 * caps of day, week and month with nothing left. What concerns the amount comes later.
 */
export function mealRefusal(
  rule: MealRule,
  request: MealRequest,
  situation: {
    readonly facts: PersonFacts;
    readonly context: Context;
    readonly usage: Usage;
    readonly covered?: Covered | undefined;
  },
): Refusal | undefined {
  const { facts, context, usage, covered } = situation;
  if (rule.unverified === 'full_price' && isUnverified(facts.applications, context.date)) return UNVERIFIED;
  const suspended = suspensionOn(rule.suspension, facts, context.date);
  if (suspended) return suspended;
  for (const check of rule.checks) if (check.scheme && !check.need(context)) return check;
  if (rule.enrolment && !isEnrolled(rule.enrolment, facts.applications, context.date)) return rule.enrolment;
  for (const check of rule.checks) if (!check.scheme && !check.need(context)) return check;
  if (usage.dayCare && covered) return covered;
  if (usage.holder) return duplicate(rule, request, usage.holder);
  for (const cap of rule.caps) {
    if (capLeft(cap, usage, context) > 0) continue;
    const late = cap.window === 'day' && isUploadedLate(request);
    return { reason: cap.reason, source: cap.source, flag: late ? rule.duplicate.flagWhenEarlier : undefined };
  }
  return undefined;
}

/** Claims or fen left under the cap. */
export function capLeft(cap: CapRule, usage: Usage, context: Context): number {
  if (cap.maxClaims) return cap.maxClaims(context) - usage.claimsIn(cap.window);
  return cap.maxFen ? cap.maxFen(context) - usage.fenIn(cap.window) : 0;
}

/** The first valid claim stands; an earlier meal that comes in later (offline till) is refused, and somebody looks at it. */
function duplicate(rule: MealRule, request: MealRequest, holder: PastClaim): Refusal {
  const usual = rule.usualTimes[request.mealPeriod];
  const earlier = (request.at ?? usual) < (holder.at ?? usual);
  const { reason, source, flagWhenEarlier } = rule.duplicate;
  return { reason, source, flag: earlier || isUploadedLate(request) ? flagWhenEarlier : undefined };
}

function isUploadedLate({ uploadedOn, serviceDate }: MealRequest): boolean {
  return uploadedOn !== undefined && uploadedOn > serviceDate;
}
