import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../platform/paths.js';
import { onStopWish } from '../platform/stop-wish.js';
import { currentRun } from '../stack/run-file.js';
import { SERVICE_NODE_ARGUMENTS } from '../stack/services.js';

type Program = (args: readonly string[]) => Promise<number>;

/** Exported as `lunch` by a package that uses this one: so it is found at run time instead of being depended on. */
export const demoLunch: Program = async (args) => {
  const url = pathToFileURL(join(ROOT, 'infra/demo/dist/src/lunch.js')).href;
  return ((await import(url)) as { lunch: Program }).lunch(args);
};

/** Exported as `month` by the same package. */
export const demoMonth: Program = async (args) => {
  const url = pathToFileURL(join(ROOT, 'infra/demo/dist/src/month.js')).href;
  return ((await import(url)) as { month: Program }).month(args);
};

/** What it measures in its own process, libraries and limits alike, runs as services do. */
export const bench: Program = (args) => hand(join(ROOT, 'infra/bench/dist/src/main.js'), args, SERVICE_NODE_ARGUMENTS);

/** Checks, compares and plays policy packs; works on files and needs no running stack. */
export const policy: Program = (args) => hand(join(ROOT, 'apps/benefits/dist/src/cli/policy.js'), args);

/** Checks the public log from its files alone; needs no running stack. Without arguments it checks the one that runs here. */
export const auditVerify: Program = (args) => {
  const here = currentRun()?.gatewayUrl;
  const target = args.length === 0 && here ? ['--url', `${here}/audit/log`] : args;
  return hand(join(ROOT, 'libs/verifier/dist/src/node/main.js'), target);
};

/** Hands the terminal over to a program of its own, and waits until it has cleaned up. */
function hand(program: string, args: readonly string[], nodeArguments: readonly string[] = []): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeArguments, program, ...args], { stdio: 'inherit' });
    onStopWish(() => void child.kill('SIGTERM'));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
