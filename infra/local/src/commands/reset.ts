import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { CACHE, HOME } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { refugeOf } from '../platform/refuge.js';
import { rememberedExisting } from '../stack/existing-servers.js';
import { currentRun, RunFile } from '../stack/run-file.js';
import { isLockFile } from '../stack/run-lock.js';
import { parseArguments } from './arguments.js';

/** What is fetched or built and holds no data. */
const KEPT = new Set(['kafka', 'build.json']);

/**
 * Removes all data of the local stack. Asks first; `--yes` is for scripts. Data on servers of the user's own are never touched, and
 * what belongs to them is kept here until `--elsewhere-cleared` says that they are gone.
 */
export async function reset(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { flags: ['yes', 'elsewhere-cleared'] });
  const elsewhere = rememberedExisting();
  if (elsewhere && !options.has('elsewhere-cleared'))
    throw new SetupProblem(`Part of the data of this stack lies on ${elsewhere}, which this command does not touch.`, [
      'Numbers and keys there and here belong together: drop the databases and topics of Doorstep there first,',
      'then say `npm run reset -- --elsewhere-cleared`.',
    ]);
  refuseWhileDemosRun();
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
  mkdirSync(HOME, { recursive: true });
  const inside = readdirSync(HOME)
    .filter((name) => !isLockFile(name) && (HOME !== CACHE || !KEPT.has(name)))
    .map((name) => join(HOME, name));
  const broker = join(HOME, 'kafka/data');
  const refuges = [HOME, ...homesInside()].map(refugeOf);
  return [...inside, ...[broker, ...refuges].filter((folder) => existsSync(folder))];
}

/** Demonstrations have homes of their own inside this one. */
function homesInside(): string[] {
  return readdirSync(HOME, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(HOME, entry.name, 'secrets')))
    .map(({ name }) => join(HOME, name));
}

function refuseWhileDemosRun(): void {
  if (!existsSync(HOME)) return;
  for (const home of homesInside()) {
    const run = currentRun(home);
    if (run)
      throw new SetupProblem(`A demonstration is running in ${home}.`, [
        `Let it end, or say \`kill ${run.supervisor.pid}\`.`,
      ]);
  }
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
