import { SetupProblem } from './platform/problem.js';
import { print } from './platform/progress.js';

type Command = (args: readonly string[]) => Promise<number>;

/** Loaded when called: `token` should not wait for what `start` needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.js')).start,
  reset: async () => (await import('./commands/reset.js')).reset,
  import: async () => (await import('./commands/import.js')).importFile,
  token: async () => (await import('./commands/token.js')).token,
  parked: async () => (await import('./commands/parked.js')).parked,
  repair: async () => (await import('./commands/repair.js')).repair,
  'new-epoch': async () => (await import('./commands/new-epoch.js')).newEpoch,
  policy: async () => (await import('./commands/delegated.js')).policy,
  'audit:verify': async () => (await import('./commands/delegated.js')).auditVerify,
  'audit:reperform': async () => (await import('./commands/audit-reperform.js')).auditReperform,
  test: async () => (await import('./commands/test.js')).test,
  lint: async () => (await import('./commands/lint.js')).lint,
  generate: async () => (await import('./commands/generate.js')).generate,
  bench: async () => (await import('./commands/delegated.js')).bench,
  'demo:lunch': async () => (await import('./commands/delegated.js')).demoLunch,
  'demo:month': async () => (await import('./commands/delegated.js')).demoMonth,
};

/** Runs one command of the local stack; answers the exit code. */
export async function main(name: string, args: readonly string[]): Promise<number> {
  try {
    const load = COMMANDS[name];
    if (!load) throw new SetupProblem(`There is no command ${name}.`, [`Known: ${Object.keys(COMMANDS).join(', ')}.`]);
    return await (
      await load()
    )(args);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    print(`\n${[error.what, ...error.waysOut].join('\n  ')}\n`);
    return 1;
  }
}
