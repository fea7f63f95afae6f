import { readFileSync } from 'node:fs';
import { DomainError } from '@doorstep/kernel';
import { packJsonSchema } from '@doorstep/policy';
import { checkScenarios, explainFile, runScenarios } from './policy-scenarios.js';
import { ScenarioError } from '../scenario/scenario.errors.js';
import { diffCommand, validateCommand } from './policy-packs.js';

const USAGE = `Usage:
  policy run FILE                 run a scenario file; prints [{id, steps, end}]
  policy check FILE               compare with what the scenarios expect
  policy explain FILE SCENARIO    say each decision to elder, hotline agent and auditor
  policy validate [PATH]          check packs (a folder or a document); errors name file, line, path and the fix
  policy diff A B                 what differs between two packs (files or folders)
  policy schema                   JSON Schema of packs, for editors`;

/** Returns the exit code: 0 fine, 1 something failed, 2 called wrongly. */
function main([command, first, second]: readonly string[]): number {
  const print = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  const complain = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  switch (command) {
    case 'run':
      return first ? readFrom(first, (text) => runScenarios(text, print, complain)) : wrong();
    case 'check':
      return first ? readFrom(first, (text) => checkScenarios(text, print)) : wrong();
    case 'explain':
      return first && second ? readFrom(first, (text) => explainFile(text, second, print)) : wrong();
    case 'validate':
      return validateCommand(first, print);
    case 'diff':
      return first && second ? diffCommand(first, second, print) : wrong();
    case 'schema':
      print(JSON.stringify(packJsonSchema(), null, 2));
      return 0;
    default:
      return wrong();
  }
}

/** What is wrong with the file as a whole is told with its name. */
function readFrom(file: string, work: (text: string) => number): number {
  try {
    return work(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(`${file}: ${error.message}`);
  }
}

function wrong(): number {
  process.stderr.write(`${USAGE}\n`);
  return 2;
}

// `policy … | head` has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof DomainError || (error instanceof Error && 'code' in error);
  if (!known) throw error;
  const missing = 'path' in error && 'code' in error && error.code === 'ENOENT';
  process.stderr.write(missing ? `there is no file or folder ${String(error.path)}\n` : `${error.message}\n`);
  process.exitCode = 2;
}
