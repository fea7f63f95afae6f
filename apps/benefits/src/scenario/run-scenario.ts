import { unreachable } from '@doorstep/kernel';
import type { CompiledPack, Decision } from '@doorstep/policy';
import type { ClaimTerms } from '../claims/domain/verdict.js';
import { openWorld } from './open-world.js';
import { runAbsence, runCare } from './run-care.js';
import { runFact } from './run-fact.js';
import { runGrant } from './run-grant.js';
import { runMeal } from './run-meal.js';
import { ScenarioError } from './scenario.errors.js';
import type { Scenario } from './scenario-schema.js';
import { leftOf, type StepResult } from './step-result.js';
import type { Step } from './step-schema.js';
import type { World } from './world.js';

export interface ScenarioResult {
  readonly id: string;
  readonly steps: readonly StepResult[];
  readonly end: StepResult;
}

/** Loads the scenario's world and runs its steps in commit order, through the claims, wallets, budgets and corrections of the service itself. */
export function runScenario(scenario: Scenario, packs: ReadonlyMap<string, CompiledPack>): ScenarioResult {
  const world = openWorld(scenario, packs, false);
  const steps = runSteps(world);
  return { id: scenario.id, steps, end: endOf(world) };
}

/** The decisions of the steps, with what would change them. */
export function explainScenario(scenario: Scenario, packs: ReadonlyMap<string, CompiledPack>): readonly Decision[] {
  const world = openWorld(scenario, packs, true);
  runSteps(world);
  return world.decisions;
}

function runSteps(world: World): readonly StepResult[] {
  return world.scenario.steps.map((step, index) => {
    world.moved = { lapsedFen: 0, issuedFen: 0 };
    try {
      return runStep(world, step);
    } catch (error) {
      if (error instanceof ScenarioError) throw new ScenarioError(`step ${index + 1}: ${error.message}`);
      throw error;
    }
  });
}

function runStep(world: World, step: Step): StepResult {
  switch (step.kind) {
    case 'meal':
      return runMeal(world, step);
    case 'day_care':
    case 'institution_bill':
      return runCare(world, step);
    case 'no_show':
    case 'cancel':
      return runAbsence(world, step);
    case 'fact':
      return runFact(world, step);
    case 'tick':
      world.moveTo(step.on);
      return { lapsed: world.moved.lapsedFen, issued: world.moved.issuedFen, ...balances(world, step) };
    case 'grant':
      return runGrant(world, step);
    default:
      return unreachable(step);
  }
}

function balances(world: World, step: { readonly personRef?: string | undefined }): StepResult {
  if (world.files.size === 0) return {};
  return leftOf(world, world.file(step.personRef));
}

/** What is true after the last step. Totals are over the steps, net of reversals; opening claims are not in them. */
function endOf(world: World): StepResult {
  const files = [...world.files.values()];
  const claims = files.flatMap((file) =>
    file.allOrigins().flatMap((origin) => (origin.isOpening ? [] : (file.latestClaim(origin) ?? []))),
  );
  const sum = (of: (terms: ClaimTerms) => number): number =>
    claims.reduce((total, { record }) => total + of(record.terms), 0);
  const lapsed = files.flatMap(({ wallet }) => wallet.all).reduce((total, { lapsedFen }) => total + lapsedFen, 0);
  return {
    ...(files.length > 0 && world.scenario.person ? { ...balances(world, {}), lots: lotsOf(world) } : {}),
    lapsed,
    subsidyTotal: sum((terms) => terms.subsidyFen),
    operatorTotal: sum((terms) => terms.operatorFen),
    deliveryTotal: sum((terms) => terms.deliveryFen),
    selfPayTotal: sum((terms) => terms.selfPayFen),
    feeTotal: sum((terms) => terms.feeFen),
  };
}

/** Of the default person: not ended, oldest first, top-ups added to their month. */
function lotsOf(world: World): readonly { readonly month: string; readonly left: number }[] {
  const left = new Map<string, number>();
  for (const lot of world.file(undefined).wallet.lots()) {
    if (lot.expiresOn >= world.clock) left.set(lot.month, (left.get(lot.month) ?? 0) + lot.leftFen);
  }
  return [...left].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, fen]) => ({ month, left: fen }));
}
