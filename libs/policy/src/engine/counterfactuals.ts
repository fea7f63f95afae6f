import { addDays, type LocalDate } from '@doorstep/kernel';
import type { PackVersion } from '../language/rules.js';
import type { DecideInput, Decision, PersonFacts } from '../model.js';
import { ageOn, dateOfAge } from './age.js';
import { ageReached } from './build-context.js';
import { laterDays, otherRequests, type DecideOnce, type Variant } from './counterfactual-requests.js';
import { yearOf } from './dates.js';
import { holdsOn, inForce, levelOn } from './facts-in-force.js';

/** Nobody is told what she will have in twenty years. */
const YEARS_AHEAD = 5;

type Counterfactual = Decision['counterfactuals'][number];

/**
 * What would change the result: birthdays that the rules name, facts that begin or end, the next day on which a cap, a balance or the
 * calendar is not in the way, another channel, period or price. Each is found by deciding once more with only that changed.
 */
export function counterfactualsOf(
  input: DecideInput,
  decision: Decision,
  version: PackVersion,
  decideOnce: DecideOnce,
): readonly Counterfactual[] {
  const tryOut = (variants: readonly Variant[], most: number, onlyBetter = false): readonly Counterfactual[] => {
    const found: Counterfactual[] = [];
    let last = decision;
    for (const { change, from, input: changed } of variants) {
      if (found.length === most) break;
      const other = decideOnce(changed);
      if ('later' in other || isSame(other, last)) continue;
      if (onlyBetter && other.subsidyFen <= decision.subsidyFen) continue;
      last = other;
      found.push({
        ...(from !== undefined && { from }),
        change,
        subsidyFen: other.subsidyFen,
        selfPayFen: other.selfPayFen,
      });
    }
    return found;
  };
  const refused = decision.outcome !== 'approve';
  return [
    ...tryOut(birthdays(input, version), 4),
    ...tryOut(factChanges(input), 4),
    ...(refused ? tryOut(laterDays(input), 1, true) : []),
    ...(decision.outcome === 'deny' ? tryOut(otherRequests(input, decideOnce), 2, true) : []),
  ].sort(byDate);
}

/** Dated ones first, in order; those without a date after them. */
function byDate(left: Counterfactual, right: Counterfactual): number {
  const [a, b] = [left.from ?? '9999', right.from ?? '9999'];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isSame(left: Decision, right: Decision): boolean {
  return (
    left.subsidyFen === right.subsidyFen &&
    left.selfPayFen === right.selfPayFen &&
    left.deliveryFen === right.deliveryFen
  );
}

/** The same meal on the same day by somebody who has just reached the age. */
function birthdays(input: DecideInput, version: PackVersion): readonly Variant[] {
  const { facts, request, settings } = input;
  const { bornOn } = facts;
  if (bornOn === undefined) return [];
  const reached = ageReached(version, settings);
  const age = ageOn(bornOn, request.serviceDate, reached);
  return version.ageLimits
    .filter((limit) => limit > age && limit <= age + YEARS_AHEAD)
    .map((limit) => {
      const older = `${yearOf(bornOn) - (limit - age)}${bornOn.slice(4)}` as LocalDate;
      return {
        change: `AGE_${limit}`,
        from: dateOfAge(bornOn, limit, reached),
        input: { ...input, facts: { ...facts, bornOn: older } },
      };
    });
}

/** The same meal on the same day with the facts as they will be on a later day that is known already. */
function factChanges(input: DecideInput): readonly Variant[] {
  const { facts } = input;
  const date = input.request.serviceDate;
  const dates = new Map<LocalDate, string>();
  const note = (day: LocalDate | undefined, change: string): void => {
    if (day !== undefined && day > date && !dates.has(day)) dates.set(day, change);
  };
  for (const fact of facts.hukou) [fact.from, fact.to].forEach((day) => note(day, 'HUKOU_CHANGES'));
  for (const fact of facts.livesIn) [fact.from, fact.to].forEach((day) => note(day, 'RESIDENCE_CHANGES'));
  for (const fact of facts.categories) {
    note(fact.from, `CATEGORY_${fact.code}_BEGINS`);
    note(fact.to, `CATEGORY_${fact.code}_ENDS`);
  }
  for (const fact of facts.abilityLevel) note(fact.from, `LEVEL_${fact.level}`);
  for (const fact of facts.stays) note(fact.to && addDays(fact.to, fact.kind === 'institution' ? 1 : 0), 'STAY_ENDS');
  for (const fact of facts.applications) note(fact.approvedOn, 'APPROVED');
  const known = [...dates].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 6);
  const variants = known.map(([from, change]) => ({
    change,
    from,
    input: { ...input, facts: factsFrozen(facts, from, date) },
  }));
  const pending = facts.applications.some((entry) => entry.approvedOn === undefined);
  if (!pending) return variants;
  const applications = facts.applications.map((entry) => ({ ...entry, approvedOn: entry.approvedOn ?? date }));
  return [...variants, { change: 'APPLICATION_APPROVED', input: { ...input, facts: { ...facts, applications } } }];
}

/** Facts of `day`, made to hold on `date`. The age stays that of `date`. */
function factsFrozen(facts: PersonFacts, day: LocalDate, date: LocalDate): PersonFacts {
  const move = <T extends { from: LocalDate }>(fact: T | undefined): T[] =>
    fact ? [{ ...fact, from: date, to: undefined }] : [];
  return {
    ...facts,
    hukou: move(inForce(facts.hukou, day)),
    livesIn: move(inForce(facts.livesIn, day)),
    categories: facts.categories.filter((fact) => holdsOn(fact, day)).map((fact) => ({ code: fact.code, from: date })),
    abilityLevel: move(levelOn(facts.abilityLevel, day)),
    stays: facts.stays.filter((stay) => stay.to === undefined || stay.to > day),
    applications: facts.applications.map((entry) =>
      entry.approvedOn !== undefined && entry.approvedOn <= day
        ? { ...entry, approvedOn: date, appliedOn: date }
        : entry,
    ),
  };
}
