import { localDate, type LocalDate } from '@doorstep/kernel';
import { expiryOf, type CompiledPack, type PersonFacts } from '@doorstep/policy';
import { checkFacts } from './check-facts.js';
import { PersonBook, type OpeningClaim } from './person-book.js';
import type { PersonFactsText } from './person-schema.js';
import { ScenarioError } from './scenario.errors.js';
import type { OpeningText, PersonText, Scenario } from './scenario-schema.js';
import { World } from './world.js';

/** The world as it is before the first step. */
export function openWorld(scenario: Scenario, packsById: ReadonlyMap<string, CompiledPack>, explain: boolean): World {
  const packs = [scenario.pack, ...scenario.alsoPacks].map((id) => {
    const pack = packsById.get(id);
    if (!pack) throw new ScenarioError(`there is no pack ${id}`);
    return pack;
  });
  const world = new World(scenario, packs, explain);
  for (const person of [...(scenario.person ? [scenario.person] : []), ...scenario.otherPersons]) {
    if (world.books.has(person.ref)) throw new ScenarioError(`two people are called ${person.ref}`);
    world.books.set(person.ref, new PersonBook(person.ref, factsOf(person)));
  }
  world.clock = scenario.opening?.asOf ?? firstDay(scenario);
  if (scenario.opening) applyOpening(world, scenario.opening);
  return world;
}

function factsOf(person: PersonText): PersonFacts {
  const { ref, ...facts } = person;
  const none: PersonFacts = { hukou: [], livesIn: [], categories: [], abilityLevel: [], stays: [], applications: [] };
  return replaceFacts(ref, none, facts);
}

/** Each named key replaces the old value as a whole. `diedOn: null` takes a wrong death back. */
export function replaceFacts(ref: string, facts: PersonFacts, set: PersonFactsText): PersonFacts {
  const { diedOn, ...others } = set;
  const { diedOn: before, ...rest } = facts;
  const died = diedOn === undefined ? before : diedOn;
  const next = { ...rest, ...others, ...(died !== null && died !== undefined && { diedOn: died }) } as PersonFacts;
  checkFacts(ref, next);
  return next;
}

/** Without an opening the books begin empty on the day of the first step. */
function firstDay(scenario: Scenario): LocalDate {
  const dates = scenario.steps.flatMap((step) => {
    if (step.kind === 'grant') return [];
    return step.kind === 'fact' ? [step.learnedOn] : [step.on];
  });
  return dates.sort()[0] ?? localDate('2000-01-01');
}

function applyOpening(world: World, opening: OpeningText): void {
  opening.lots.forEach(({ month, amount, left, kind, personRef }, index) => {
    const expiresOn = expiryOf(world.packs, month);
    if (!expiresOn) throw new ScenarioError(`no pack of ${month} has a wallet`);
    if (left > amount) throw new ScenarioError(`the lot of ${month} has more left than was issued`);
    const lotId = `opening/${index}`;
    world.book(personRef).lots.push({ lotId, month, kind, leftFen: left, amountFen: amount, expiresOn });
  });
  opening.vouchers.forEach(({ month, left, personRef }, index) => {
    world.book(personRef).vouchers.push({ voucherId: `opening/${index}`, month, leftFen: left });
  });
  opening.claims.forEach((claim, index) => {
    if (claim.kind === 'meal' && claim.period === undefined)
      throw new ScenarioError(`opening claim ${index} has no period`);
    if (claim.outcome === 'deny' && claim.kind !== 'day_care') return;
    world.book(claim.personRef).opening.push(openingClaim(world, claim, index));
  });
  if (opening.budget) {
    const key = world.budgetKey(world.site(undefined), opening.asOf);
    if (key === undefined) throw new ScenarioError('the pack has no budget');
    const { left, reservedForClass1 } = opening.budget;
    world.budgets = new Map([[key, { budgetId: key, availableFen: left, reservedFen: reservedForClass1 }]]);
  }
  for (const book of world.books.values()) {
    for (const { for: what, appliedOn, approvedOn } of book.facts.applications) {
      if (approvedOn !== undefined && approvedOn <= opening.asOf) book.toppedUp.add(`${what}/${appliedOn}`);
    }
  }
}

function openingClaim(world: World, claim: OpeningText['claims'][number], index: number): OpeningClaim {
  return {
    claimId: `opening/${index}`,
    kind: claim.kind,
    serviceDate: claim.on,
    ...(claim.at && { at: claim.at }),
    ...(claim.period && { mealPeriod: claim.period }),
    siteCode: claim.siteRef ?? world.site(undefined).code,
    subsidyFen: claim.outcome === 'deny' ? 0 : claim.subsidy,
    operatorFen: claim.operator,
    deliveryFen: claim.delivery,
  };
}
