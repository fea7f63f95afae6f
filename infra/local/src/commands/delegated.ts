import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../platform/paths.js';
import { currentRun } from '../stack/run-file.js';

type Program = (args: readonly string[]) => Promise<number>;

/** Exported as `lunch` by a package that uses this one: so it is found at run time instead of being depended on. */
export const demoLunch: Program = async (args) => {
  const url = pathToFileURL(join(ROOT, 'infra/demo/dist/src/lunch.js')).href;
  return ((await import(url)) as { lunch: Program }).lunch(args);
};

/** Exported as `bench` by a package that uses this one. */
export const bench: Program = async (args) => {
  const url = pathToFileURL(join(ROOT, 'infra/bench/dist/src/bench.js')).href;
  return ((await import(url)) as { bench: Program }).bench(args);
};

/** Checks, compares and plays policy packs; works on files and needs no running stack. */
export const policy: Program = (args) => hand(join(ROOT, 'apps/benefits/dist/src/cli/policy.js'), args);

/** Checks the public log from its files alone; needs no running stack. Without arguments it checks the one that runs here. */
export const auditVerify: Program = (args) => {
  const here = currentRun()?.gatewayUrl;
  const target = args.length === 0 && here ? ['--url', `${here}/audit/log`] : args;
  return hand(join(ROOT, 'libs/verifier/dist/src/node/main.js'), target);
};

/** Hands the terminal over to a program of its own. */
function hand(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
