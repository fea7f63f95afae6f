import { readFileSync } from 'node:fs';
import { DomainError } from '@doorstep/kernel';
import { differences } from '../scenario/compare.js';
import { readScenarios } from '../scenario/read-scenarios.js';
import { runScenario } from '../scenario/run-scenario.js';
import { compileAll } from './pack-folder.js';

const [command, file] = process.argv.slice(2);
const scenarios = readScenarios(readFileSync(file ?? '', 'utf8'));
const packs = compileAll();
let failed = 0;
const out = scenarios.map((scenario) => {
  try {
    const result = runScenario(scenario, packs);
    const diff = differences(scenario, result);
    if (diff.length > 0) {
      failed += 1;
      if (command === 'check') console.log(`FAIL ${scenario.id}\n  ${diff.join('\n  ')}`);
    }
    return result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    failed += 1;
    console.log(`ERROR ${scenario.id}: ${error.message}`);
    return { id: scenario.id };
  }
});
if (command === 'run') console.log(JSON.stringify(out, null, 1));
else console.log(`${scenarios.length - failed} passed, ${failed} failed`);
