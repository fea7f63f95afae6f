import type { DecideInput, Decision, PersonFacts, Undecidable } from '../model.js';
import type { Situation } from './build-context.js';
import { counterfactualsOf } from './counterfactuals.js';
import { decideAbsence, decideCare, type CareInput } from './decide-care.js';
import { decideMeal, type MealInput } from './decide-meal.js';
import type { Covered } from './meal-refusal.js';
import { versionFor } from './versions.js';

/**
 * Decides one claim by the rule version that holds on its service date. Pure: the same input gives the same bytes, in Node and in the
 * browser. Returns `later` when something is missing that will come; never guesses.
 */
export function decide(input: DecideInput): Decision | Undecidable {
  const decision = decideOnce(input);
  if (!input.explain || 'later' in decision) return decision;
  const version = versionFor(input.packs, input.request.kind, input.request.serviceDate);
  if (!version) return decision;
  return { ...decision, counterfactuals: counterfactualsOf(input, decision, version, decideOnce) };
}

function decideOnce(input: DecideInput): Decision | Undecidable {
  const { request, facts, calendar, settings } = input;
  const date = request.serviceDate;
  const version = versionFor(input.packs, request.kind, date);
  if (!version) return { later: 'NO_RULE_VERSION' };
  if (!isBorn(facts)) return { later: 'FACTS_MISSING' };
  const rule = request.kind === 'meal' ? version.meal : version.care;
  if (rule?.uses.calendar && input.calendarYears && !input.calendarYears.includes(Number(date.slice(0, 4)))) {
    return { later: 'CALENDAR_MISSING' };
  }
  const situation: Situation = { facts, date, site: request.site, calendar, settings };
  if (request.kind === 'meal') {
    if (!version.meal) return { later: 'NO_RULE_VERSION' };
    return decideMeal(version, version.meal, input as MealInput, situation, coveredBy(input));
  }
  if (!version.care) return { later: 'NO_RULE_VERSION' };
  if (request.kind === 'no_show' || request.kind === 'cancel') {
    return decideAbsence(version, version.care, request, situation);
  }
  return decideCare(version, version.care, input as CareInput, situation);
}

/** What a day of care includes on this date and period, by any pack of the city. */
function coveredBy({ packs, request }: DecideInput): Covered | undefined {
  if (request.kind !== 'meal') return undefined;
  const covers = versionFor(packs, 'day_care', request.serviceDate)?.care?.covers;
  return covers?.periods.includes(request.mealPeriod) ? covers : undefined;
}

function isBorn(facts: PersonFacts): facts is Situation['facts'] {
  return facts.bornOn !== undefined;
}
