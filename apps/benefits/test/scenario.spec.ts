import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileAll } from '../src/cli/pack-folder.js';
import { differences } from '../src/scenario/compare.js';
import { readScenarios } from '../src/scenario/read-scenarios.js';
import { runScenario } from '../src/scenario/run-scenario.js';

const folder = join(import.meta.dirname, 'scenarios');
const packs = compileAll();

describe.each(readdirSync(folder))('scenarios of %s', (file) => {
  const scenarios = readScenarios(readFileSync(join(folder, file), 'utf8'));

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
    expect(differences(scenario, runScenario(scenario, packs))).toEqual([]);
  });

  it('gives the same bytes when run again', () => {
    const run = (): string => JSON.stringify(scenarios.map((scenario) => runScenario(scenario, packs)));
    expect(run()).toBe(run());
  });
});
