import type { Outcome } from '../checks/outcome.js';
import { StageRunner } from '../checks/stage-runner.js';
import { LONG_STAGES, STAGES, staticStages, testStages } from '../checks/stages.js';
import { ManagedProcess } from '../platform/managed-process.js';
import { print } from '../platform/progress.js';
import { onStopWish } from '../platform/stop-wish.js';
import { endCommands } from '../platform/run-command.js';
import { SetupProblem } from '../platform/problem.js';
import { parseArguments } from './arguments.js';

/** `npm test [-- --long] [--only STAGE]… [--pattern TEXT]`: everything, with one plain line at the end. */
export async function test(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { flags: ['long'], values: ['only', 'pattern'] });
  const only = options.get('only');
  const unknown = only?.filter((stage) => !STAGES.includes(stage)) ?? [];
  if (unknown.length > 0)
    throw new SetupProblem(`There is no stage ${unknown.join(', ')}.`, [`Choose one of: ${STAGES.join(', ')}.`]);
  // Whoever names a stage of the long matrices wants them.
  const long = options.has('long') || LONG_STAGES.some((stage) => only?.includes(stage));
  const runner = new StageRunner((name) => !only || only.includes(name));
  let interrupted = false;
  onStopWish(() => {
    interrupted = true;
    runner.close();
    endCommands();
  });
  const started = performance.now();
  await staticStages(runner);
  await testStages(runner, { long, pattern: options.get('pattern')?.[0] });
  await ManagedProcess.stopAll();
  return conclude(runner.outcomes, started, interrupted);
}

function conclude(outcomes: readonly Outcome[], started: number, interrupted: boolean): number {
  const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((total, each) => total + count(each), 0);
  const failures = sum((outcome) => outcome.failed);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  print(`\n${interrupted ? 'interrupted' : 'finished'} after ${minutes} min`);
  print(`${sum((outcome) => outcome.passed)} passed, ${failures} failed`);
  if (interrupted) return 130;
  return failures === 0 ? 0 : 1;
}
