import { addDays, addMonths, localDate, monthOf, type LocalDate } from '@doorstep/kernel';
import { expiryOf, hasEntitlements, hasRulesFor, type CompiledPack, type PersonFacts } from '@doorstep/policy';
import { PersonFile } from '../claims/domain/person-file.js';
import { approvalKey } from '../entitlements/domain/month-lot.js';
import { Wallet } from '../entitlements/domain/wallet.js';
import { checkFacts } from './check-facts.js';
import { checkScenario, dateOf } from './check-scenario.js';
import { openClaims } from './open-claims.js';
import type { PersonFactsText } from './person-schema.js';
import { ScenarioError } from './scenario.errors.js';
import type { OpeningText, PersonText, Scenario } from './scenario-schema.js';
import { World } from './world.js';

/** The world as it is before the first step. */
export function openWorld(scenario: Scenario, packsById: ReadonlyMap<string, CompiledPack>, explain: boolean): World {
  const packs = packsOf(scenario, packsById);
  const openedOn = scenario.opening?.asOf ?? firstDay(scenario);
  checkScenario(scenario, openedOn);
  const world = new World(scenario, packs, explain);
  for (const person of [...(scenario.person ? [scenario.person] : []), ...scenario.otherPersons]) {
    if (world.files.has(person.ref)) throw new ScenarioError(`two people are called ${person.ref}`);
    let issued = 0;
    const wallet = new Wallet([], [], () => `${person.ref}/${(issued += 1)}`);
    const counters = { decisionNumber: 0, entitlementVersion: 0 };
    world.files.set(person.ref, new PersonFile(person.ref, factsOf(person), counters, wallet));
  }
  world.clock = openedOn;
  if (scenario.opening) applyOpening(world, scenario.opening);
  return world;
}

/** Those of the scenario, and the grant modules, which go with any pack. */
function packsOf({ pack, alsoPacks }: Scenario, packsById: ReadonlyMap<string, CompiledPack>): readonly CompiledPack[] {
  const named = [pack, ...alsoPacks].map((id) => {
    const found = packsById.get(id);
    if (!found) throw new ScenarioError(`there is no pack ${id}`);
    return found;
  });
  const modules = [...packsById.values()].filter((each) => !hasRulesFor(each, 'meal') && !hasRulesFor(each, 'care'));
  return [...new Set([...named, ...modules])];
}

const NOTHING: PersonFacts = { hukou: [], livesIn: [], categories: [], abilityLevel: [], stays: [], applications: [] };

function factsOf(person: PersonText): PersonFacts {
  const { ref, ...facts } = person;
  return replaceFacts(ref, NOTHING, facts);
}

/** Each named key replaces the old value as a whole. `diedOn: null` takes a wrong death back. */
export function replaceFacts(ref: string, facts: PersonFacts = NOTHING, set: PersonFactsText): PersonFacts {
  const { diedOn, ...others } = set;
  const { diedOn: before, ...rest } = facts;
  const died = diedOn === undefined ? before : diedOn;
  const next = { ...rest, ...others, ...(died !== null && died !== undefined && { diedOn: died }) } as PersonFacts;
  checkFacts(ref, next);
  return next;
}

/** Without an opening the books begin empty on the day of the first step. */
function firstDay(scenario: Scenario): LocalDate {
  const dates = scenario.steps.flatMap((step) => ('on' in step ? step.on : (dateOf(step) ?? [])));
  return dates.sort()[0] ?? localDate('2000-01-01');
}

function applyOpening(world: World, opening: OpeningText): void {
  const walletPack = world.packs.find((pack) => hasEntitlements(pack, 'wallet'));
  const voucherPack = world.packs.find((pack) => hasEntitlements(pack, 'voucher'));
  opening.lots.forEach(({ month, amount, left, kind, personRef }, index) => {
    const expiresOn = expiryOf(world.packs, month);
    if (!expiresOn || !walletPack) throw new ScenarioError(`no pack of ${month} has a wallet`);
    if (left > amount) throw new ScenarioError(`the lot of ${month} has more left than was issued`);
    const { packId } = walletPack;
    const money = { amountFen: amount, leftFen: left, lapsedFen: 0 };
    const lot = { allowanceId: `opening/${index}`, packId, kind, month, ...money, expiresOn };
    world.file(personRef).wallet.add({ ...lot, usableFrom: null, forMonth: null });
  });
  vouchersOf(world, opening).forEach(({ month, left, personRef }, index) => {
    if (!voucherPack) throw new ScenarioError('no pack has a voucher');
    // For how much it was issued is not told; for nothing would be not at all.
    const money = { amountFen: Math.max(1, left), leftFen: left, lapsedFen: 0 };
    const expiresOn = addDays(localDate(`${addMonths(month, 1)}-01`), -1);
    const voucher = { allowanceId: `voucher/${index}`, packId: voucherPack.packId, kind: 'voucher' as const, month };
    world.file(personRef).wallet.add({ ...voucher, ...money, expiresOn, usableFrom: null, forMonth: null });
  });
  openClaims(world, opening);
  for (const { facts, wallet } of world.files.values()) {
    const known = facts?.applications.filter(
      ({ approvedOn }) => approvedOn !== undefined && approvedOn <= opening.asOf,
    );
    for (const pack of world.packs)
      for (const entry of known ?? []) wallet.noteWorkedOut(approvalKey(pack.packId, entry));
  }
}

/** Those that are listed, and, with nothing left, those that only show in what they have paid. */
function vouchersOf(world: World, { vouchers, claims }: OpeningText): OpeningText['vouchers'] {
  const all = [...vouchers];
  for (const { kind, on, subsidy, personRef } of claims) {
    if (kind === 'meal' || subsidy === 0) continue;
    const [month, owner] = [monthOf(on), world.file(personRef)];
    if (!all.some((each) => each.month === month && world.file(each.personRef) === owner))
      all.push({ month, left: 0, personRef });
  }
  return all;
}
