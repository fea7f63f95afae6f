import { join } from 'node:path';
import { CACHE, ROOT } from '../platform/paths.js';
import { runCommand } from '../platform/run-command.js';
import { checkGenerated } from './generated.js';
import { runJest } from './jest.js';
import { runLint } from './lint.js';
import type { Outcome } from './outcome.js';
import { failed, passed } from './outcome.js';
import type { StageRunner } from './stage-runner.js';
import { checkBuild, checkFormat, checkTypes } from './static-checks.js';
import { TestServers } from './test-servers.js';

/** By these names `--only` chooses. */
export const STAGES: readonly string[] = [
  ...['format', 'lint', 'boundaries', 'build', 'types', 'drift'],
  ...['unit', 'component', 'long', 'journey', 'month', 'chaos'],
];
/** These run with `--long`, or when somebody names them. */
export const LONG_STAGES: readonly string[] = ['long', 'chaos'];
const WORKERS = 2;
const DOOR = join(ROOT, 'infra/local/run.mjs');

/** Two lanes, since most of this is one tool on one core: what reads the text, and what compiles it. */
export async function staticStages(runner: StageRunner): Promise<void> {
  const reading = async (): Promise<void> => {
    await runner.run('format', checkFormat);
    await lintStage(runner);
  };
  const compiling = async (): Promise<void> => {
    await runner.run('build', checkBuild);
    await runner.run('types', checkTypes);
    await runner.run('drift', checkGenerated);
  };
  await Promise.all([reading(), compiling()]);
}

async function lintStage(runner: StageRunner): Promise<void> {
  if (!runner.wants('lint') && !runner.wants('boundaries')) return;
  const started = performance.now();
  const { boundaries, rest } = await runLint();
  const took = performance.now() - started;
  if (runner.wants('lint')) runner.add('lint', rest, took);
  if (runner.wants('boundaries')) runner.add('boundaries', boundaries, took);
}

export async function testStages(
  runner: StageRunner,
  options: { readonly long: boolean; readonly pattern: string | undefined },
): Promise<void> {
  const { pattern } = options;
  await runner.run('unit', () => runJest({ kind: 'spec', timeoutMs: 30_000, workers: WORKERS, env: {}, pattern }));
  const kinds = ['component', ...(options.long ? ['long'] : [])].filter((stage) => runner.wants(stage));
  if (kinds.length > 0) await withServers(runner, kinds, options);
  const numbers = join(CACHE, 'lunch-numbers.json');
  await runner.run('journey', () => journey('lunch', [`--numbers=${numbers}`]));
  await runner.run('month', () => journey('month', options.long ? [] : ['--elders=60', '--week']));
  if (options.long) await runner.run('chaos', () => journey('lunch', ['--chaos', `--same-as=${numbers}`]));
}

async function withServers(
  runner: StageRunner,
  kinds: readonly string[],
  { long, pattern }: { readonly long: boolean; readonly pattern: string | undefined },
): Promise<void> {
  const servers = await TestServers.start().catch((error: unknown) => error as Error);
  if (servers instanceof Error) return runner.run('servers', () => Promise.resolve(failed(servers.message)));
  const { env } = servers;
  try {
    if (kinds.includes('component'))
      await runner.run('component', () =>
        runJest({ kind: 'int-spec', timeoutMs: 120_000, workers: WORKERS, env, pattern, secondTry: !long }),
      );
    if (kinds.includes('long'))
      await runner.run('long', () => runJest({ kind: 'long-spec', timeoutMs: 900_000, workers: 1, env, pattern }));
  } finally {
    await servers.stop();
  }
}

/** A whole day, or a month, in a whole stack, through the gateway: booted, played, reconciled and stopped. */
async function journey(what: 'lunch' | 'month', args: readonly string[]): Promise<Outcome> {
  const { code, output } = await runCommand(process.execPath, [DOOR, `demo:${what}`, ...args], { cwd: ROOT });
  return code === 0 ? passed : failed(output.split('\n').slice(-60).join('\n'));
}
