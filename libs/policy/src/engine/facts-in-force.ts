import type { LocalDate } from '@doorstep/kernel';
import type { EnrolmentRule, SuspensionRule, Uses } from '../language/rules.js';
import type { AbilityFact, ApplicationFact, Interval, PersonFacts, StayFact } from '../model.js';

/** `[from, to)`. */
export function holdsOn(interval: Interval, date: LocalDate): boolean {
  return interval.from <= date && (interval.to === undefined || date < interval.to);
}

/** The interval that holds; of several (contradictory facts) the one that began last. */
export function inForce<T extends Interval>(facts: readonly T[], date: LocalDate): T | undefined {
  let found: T | undefined;
  for (const fact of facts) {
    if (holdsOn(fact, date) && (found === undefined || fact.from > found.from)) found = fact;
  }
  return found;
}

/** The assessment that holds: the last one that began. None = level 0. */
export function levelOn(facts: readonly AbilityFact[], date: LocalDate): AbilityFact | undefined {
  let found: AbilityFact | undefined;
  for (const fact of facts) {
    if (fact.from <= date && (found === undefined || fact.from >= found.from)) found = fact;
  }
  return found;
}

/** `inclusive`: both end days; `between`: neither. */
export function stayBlocks(stay: StayFact, date: LocalDate, blocked: 'inclusive' | 'between'): boolean {
  if (blocked === 'inclusive') return stay.from <= date && (stay.to === undefined || date <= stay.to);
  return stay.from < date && (stay.to === undefined || date < stay.to);
}

/** The first rule of the pack that blocks the day, or undefined. */
export function suspensionOn(
  rules: readonly SuspensionRule[],
  facts: PersonFacts,
  date: LocalDate,
): SuspensionRule | undefined {
  for (const rule of rules) {
    if (rule.fact === 'death') {
      if (facts.diedOn !== undefined && date > facts.diedOn) return rule;
      continue;
    }
    const blocked = rule.blocked === 'inclusive' ? 'inclusive' : 'between';
    for (const stay of facts.stays) {
      if (stay.kind === rule.fact && stayBlocks(stay, date, blocked)) return rule;
    }
  }
  return undefined;
}

/** No entry for the scheme: enrolment is not at issue. Otherwise one approved entry must cover the day. */
export function isEnrolled(rule: EnrolmentRule, applications: readonly ApplicationFact[], date: LocalDate): boolean {
  let asked = false;
  for (const application of applications) {
    if (application.for !== rule.application) continue;
    asked = true;
    if (application.approvedOn === undefined) continue;
    const from = rule.covers === 'application' ? application.appliedOn : application.approvedOn;
    if (date >= from && (application.endsOn === undefined || date < application.endsOn)) return true;
  }
  return !asked;
}

/** The application for which everybody registered at a till waits: that a clerk checks who they are. */
export const IDENTITY_CHECK = 'identity';

/** Registered at a till, and not checked for this day: a check counts from the day that it is given. */
export function isUnverified(applications: readonly ApplicationFact[], date: LocalDate): boolean {
  return applications.some(
    ({ for: what, appliedOn, approvedOn }) =>
      what === IDENTITY_CHECK && appliedOn <= date && (approvedOn === undefined || date < approvedOn),
  );
}

/** Ids of the facts that the decision rests on: those in force that the rules read, and whatever suspends or enrols. */
export function factIdsOn(facts: PersonFacts, uses: Uses, date: LocalDate, application?: string): readonly string[] {
  const ids: string[] = [];
  const add = (id: string | undefined): void => {
    if (id !== undefined && !ids.includes(id)) ids.push(id);
  };
  if (uses.facts.has('birth')) add(facts.birthFactId);
  add(facts.deathFactId);
  if (uses.facts.has('hukou')) add(inForce(facts.hukou, date)?.factId);
  if (uses.facts.has('lives')) add(inForce(facts.livesIn, date)?.factId);
  for (const category of facts.categories) {
    if (uses.categories.has(category.code) && holdsOn(category, date)) add(category.factId);
  }
  if (uses.facts.has('level')) add(levelOn(facts.abilityLevel, date)?.factId);
  for (const stay of facts.stays) if (stayBlocks(stay, date, 'inclusive')) add(stay.factId);
  for (const entry of facts.applications)
    if (entry.for === application || entry.for === IDENTITY_CHECK) add(entry.factId);
  return ids;
}
