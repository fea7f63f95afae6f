import type { ScenarioResult } from './run-scenario.js';
import type { Scenario } from './scenario-schema.js';

/** Differences between what a scenario expects and what came out; only stated fields are looked at. */
export function differences(scenario: Scenario, result: ScenarioResult): readonly string[] {
  const found: string[] = [];
  scenario.steps.forEach((step, index) =>
    compare(`step ${index + 1} (${step.kind})`, step.expect, result.steps[index], found),
  );
  compare('end', scenario.end, result.end, found);
  return found;
}

function compare(path: string, expected: unknown, actual: unknown, found: string[]): void {
  if (expected === undefined) return;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return mismatch(path, expected, actual, found);
    expected.forEach((item, index) => compare(`${path}[${index}]`, item, actual[index], found));
    return;
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object') return mismatch(path, expected, actual, found);
    for (const [key, value] of Object.entries(expected)) {
      compare(`${path}.${key}`, value, (actual as Record<string, unknown>)[key], found);
    }
    return;
  }
  if (expected !== actual) mismatch(path, expected, actual, found);
}

function mismatch(path: string, expected: unknown, actual: unknown, found: string[]): void {
  found.push(`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}
