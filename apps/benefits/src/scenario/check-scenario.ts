import { addMonths, monthOf, type LocalDate } from '@doorstep/kernel';
import { ScenarioError } from './scenario.errors.js';
import type { Scenario } from './scenario-schema.js';
import type { Step } from './step-schema.js';

/** Every day between is lived through, so that one mistyped year must not keep the engine busy for an hour. */
const MOST_MONTHS = 240;

/** What a file says twice and differently is refused, not interpreted. */
export function checkScenario({ calendar, opening, steps }: Scenario, openedOn: LocalDate): void {
  const days = new Map<string, string>();
  for (const { date, kind } of calendar) {
    if ((days.get(date) ?? kind) !== kind) throw new ScenarioError(`the calendar has two kinds of day on ${date}`);
    days.set(date, kind);
  }
  const taken = new Set<string>();
  for (const { kind, outcome, on, period, personRef } of opening?.claims ?? []) {
    if (kind !== 'meal' || outcome === 'deny') continue;
    const key = `${personRef ?? ''} ${on} ${period ?? ''}`;
    if (taken.has(key)) throw new ScenarioError(`two opening claims for ${period ?? 'a meal'} on ${on}`);
    taken.add(key);
  }
  const end = addMonths(monthOf(openedOn), MOST_MONTHS);
  steps.forEach((step, index) => {
    const refuse = (problem: string): never => {
      throw new ScenarioError(`step ${index + 1}: ${problem}`);
    };
    if (step.kind === 'meal' && step.uploadedOn !== undefined && step.uploadedOn < step.on)
      refuse(`uploaded on ${step.uploadedOn}, before the meal of ${step.on}`);
    const date = dateOf(step);
    if (date && monthOf(date) > end) refuse(`${date} is more than ${MOST_MONTHS / 12} years after ${openedOn}`);
  });
}

/** The day on which a step comes; grants have none. */
export function dateOf(step: Step): LocalDate | undefined {
  if (step.kind === 'grant') return undefined;
  if (step.kind === 'fact') return step.learnedOn;
  return step.kind === 'meal' ? (step.uploadedOn ?? step.on) : step.on;
}
