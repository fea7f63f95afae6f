import { DomainError } from '@doorstep/kernel';
import { auditorText, renderForAuditor, renderForElder, renderForHotline, type CompiledPack } from '@doorstep/policy';
import { differences } from '../scenario/compare.js';
import { readEach, type Unreadable } from '../scenario/read-scenarios.js';
import { explainScenario, runScenario, type ScenarioResult } from '../scenario/run-scenario.js';
import type { Scenario } from '../scenario/scenario-schema.js';
import { unknownReasons } from '../scenario/unknown-reasons.js';
import { compileAll } from './pack-folder.js';

type Print = (text: string) => void;
/** So many are named to whom asks for one that is not there. */
const MOST_IDS = 100;

type Attempt = ScenarioResult | Unreadable;

/**
 * One JSON document with every field of every step. A scenario that cannot be read or run is complained about and has `error` instead; when none
 * can be run there is no document.
 */
export function runScenarios(text: string, print: Print, complain: Print): number {
  const packs = compileAll();
  const results = readEach(text).map((read) => ('error' in read ? read : attempt(read, packs)));
  const failed = results.flatMap((result) => ('error' in result ? [`${result.id}: ${result.error}`] : []));
  failed.forEach(complain);
  if (failed.length === 0 || failed.length < results.length) print(JSON.stringify(results, null, 1));
  return failed.length > 0 ? 1 : 0;
}

export function checkScenarios(text: string, print: Print): number {
  const packs = compileAll();
  let failed = 0;
  const scenarios = readEach(text);
  for (const read of scenarios) {
    const problems = 'error' in read ? [read.error] : problemsOf(read, packs);
    if (problems.length === 0) continue;
    failed += 1;
    print(`FAIL ${read.id}`);
    for (const problem of problems) print(`  ${problem}`);
  }
  print(`${scenarios.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function problemsOf(scenario: Scenario, packs: ReadonlyMap<string, CompiledPack>): readonly string[] {
  const result = attempt(scenario, packs);
  if ('error' in result) return [result.error];
  const unknown = unknownReasons(scenario, packs);
  return unknown.length > 0 ? unknown : differences(scenario, result);
}

export function explainFile(text: string, id: string, print: Print): number {
  const all = readEach(text);
  const scenario = all.find((candidate) => candidate.id === id);
  if (!scenario || 'error' in scenario) {
    const ids = all.slice(0, MOST_IDS).map((each) => each.id);
    print(scenario ? `${id}: ${scenario.error}` : `there is no scenario ${id}; there are ${ids.join(', ')}`);
    return 2;
  }
  const packs = compileAll();
  const decisions = explainScenario(scenario, packs);
  if (decisions.length === 0) print(`${id} decides no meal and no day of care: there is nothing to explain`);
  decisions.forEach((decision, index) => {
    const pack = packs.get(decision.packId);
    print(`── ${id}, ${index + 1} ──`);
    for (const language of ['zh', 'en'] as const) {
      print(renderForElder(decision, language, pack));
      print(renderForHotline(decision, language, pack));
      print(`${auditorText(renderForAuditor(decision, language, pack))}\n`);
    }
  });
  return 0;
}

function attempt(scenario: Scenario, packs: ReadonlyMap<string, CompiledPack>): Attempt {
  try {
    return runScenario(scenario, packs);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { id: scenario.id, error: error.message };
  }
}
