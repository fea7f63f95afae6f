import { readFileSync } from 'node:fs';
import { DomainError } from '@doorstep/kernel';
import { packJsonSchema } from '@doorstep/policy';
import { checkScenarios, explainFile, runScenarios } from './policy-scenarios.js';
import { diffCommand, validateCommand } from './policy-packs.js';

const USAGE = `Usage:
  policy run FILE                 run a scenario file; prints [{id, steps, end}]
  policy check FILE               compare with what the scenarios expect
  policy explain FILE SCENARIO    say each decision to elder, hotline agent and auditor
  policy validate [FOLDER]        check packs; errors name file, line, path and the fix
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
      return first ? runScenarios(read(first), print, complain) : wrong();
    case 'check':
      return first ? checkScenarios(read(first), print) : wrong();
    case 'explain':
      return first && second ? explainFile(read(first), second, print) : wrong();
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

function read(file: string): string {
  return readFileSync(file, 'utf8');
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
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
