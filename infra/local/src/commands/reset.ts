import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { databaseAccount } from '../platform/accounts.js';
import { CACHE, HOME } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { homeFor } from '../platform/refuge.js';
import { RunFile } from '../stack/run-file.js';
import { parseArguments } from './arguments.js';

/** What is fetched or built and holds no data. */
const KEPT = new Set(['kafka', 'build.json']);

/** Removes all data of the local stack. Asks first; `--yes` is for scripts. */
export async function reset(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { flags: ['yes'] });
  const data = foldersWithData();
  if (data.length === 0) {
    print('There is nothing to clear.');
    return 0;
  }
  if (!options.has('yes') && !(await confirmed(data))) {
    print('Nothing was changed.');
    return 1;
  }
  // Takes the place, so that nothing runs meanwhile and leftovers of a crash are ended.
  await RunFile.claim();
  for (const folder of data) rmSync(folder, { recursive: true, force: true });
  print('All data of the local stack are cleared. `npm start` begins anew.');
  return 0;
}

function foldersWithData(): string[] {
  if (!existsSync(HOME)) return [];
  const inside = readdirSync(HOME)
    .filter((name) => HOME !== CACHE || !KEPT.has(name))
    .map((name) => join(HOME, name));
  const broker = join(HOME, 'kafka/data');
  const elsewhere = homeFor(databaseAccount());
  return [...inside, ...(existsSync(broker) ? [broker] : []), ...(elsewhere === HOME ? [] : [elsewhere])];
}

async function confirmed(data: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new SetupProblem('There is nobody to ask whether all data shall be deleted.', [
      'Say `npm run reset -- --yes`.',
    ]);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`This deletes:\n  ${data.join('\n  ')}\nType yes to go on: `);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}
