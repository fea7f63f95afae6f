import { BudgetPools, decide, lotKey, type DecideInput, type Decision, type MealRequest } from '@doorstep/policy';
import type { PersonBook } from './person-book.js';
import { ScenarioError } from './scenario.errors.js';
import type { MealStep } from './step-schema.js';
import { leftOf, sharesOf, type StepResult } from './step-result.js';
import type { World } from './world.js';

export function runMeal(world: World, step: MealStep): StepResult {
  world.moveTo(step.uploadedOn ?? step.on);
  const book = world.book(step.personRef);
  const request = mealRequest(world, step);
  const key = world.budgetKey(request.site, request.serviceDate);
  const pools = new BudgetPools(world.budgets);
  const budget = pools.view(key);
  const decision = decideOrFail(world, book, request, budget);
  pools.take(key, decision);
  world.budgets = pools.views;
  drawFromLots(book, decision);
  book.meals.push({ request, decision });
  return {
    outcome: decision.outcome,
    reason: decision.reason,
    version: Number(decision.ruleVersion),
    discount: decision.discountFen,
    subsidy: decision.subsidyFen,
    shares: sharesOf(decision.shares),
    delivery: decision.deliveryFen,
    operator: decision.operatorFen,
    selfPay: decision.selfPayFen,
    flag: decision.flags[0] ?? null,
    ...leftOf(world, book, request.site, request.serviceDate),
  };
}

export function decideOrFail(
  world: World,
  book: PersonBook,
  request: DecideInput['request'],
  budget?: DecideInput['history']['budget'],
): Decision {
  const result = decide({
    packs: world.packs,
    facts: book.facts,
    calendar: world.scenario.calendar,
    settings: world.settingsOn(request.serviceDate),
    history: { claims: book.liveClaims(), lots: book.lots, vouchers: book.vouchers, ...(budget && { budget }) },
    explain: world.explain,
    request,
  });
  if (!('later' in result)) {
    world.decisions.push(result);
    return result;
  }
  throw new ScenarioError(
    result.later === 'NO_RULE_VERSION'
      ? `no pack of the scenario has rules for ${request.kind} on ${request.serviceDate}`
      : `cannot be decided: ${result.later}`,
  );
}

const USUAL_TIMES = { breakfast: '07:30', lunch: '12:00', dinner: '18:00' } as const;

function mealRequest(world: World, step: MealStep): MealRequest {
  return {
    kind: 'meal',
    serviceDate: step.on,
    at: step.at ?? USUAL_TIMES[step.period],
    mealPeriod: step.period,
    priceFen: step.price,
    menu: step.menu,
    channel: step.channel,
    deliveryFeeFen: step.deliveryFee,
    ...(step.uploadedOn && { uploadedOn: step.uploadedOn }),
    site: world.site(step.siteRef),
  };
}

function drawFromLots(book: PersonBook, decision: Decision): void {
  const draws = new Map(decision.lotDraws.map((draw) => [lotKey(draw), draw.fen]));
  book.lots = book.lots.map((lot) => ({ ...lot, leftFen: lot.leftFen - (draws.get(lotKey(lot)) ?? 0) }));
}
