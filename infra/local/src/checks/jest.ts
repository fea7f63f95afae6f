import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../platform/paths.js';
import { say } from '../platform/progress.js';
import type { Outcome } from './outcome.js';
import { runTool } from './tools.js';

export interface JestOptions {
  /** Which files: `spec`, `int-spec`, `journey-spec`, `long-spec`. */
  readonly kind: string;
  readonly timeoutMs: number;
  readonly workers: number;
  readonly env: Readonly<Record<string, string>>;
  readonly pattern?: string | undefined;
  /** Whether files that failed get another try, alone on the machine. */
  readonly secondTry?: boolean;
}

/** Written by `infra/local/jest-reporter.mjs`. */
interface JestReport {
  readonly passed: number;
  readonly failed: number;
  readonly failedFiles: readonly FailedFile[];
}

interface FailedFile {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
}

/** More than that is no bad moment of the machine. */
const SECOND_TRIES = 3;

/**
 * Runs the files of one kind in all projects. A file that cannot even be loaded counts as one failure. A few that failed beside others
 * may get one more try, alone; what then passes is counted as passed, and named (ADR 0043).
 */
export async function runJest(options: JestOptions): Promise<Outcome> {
  const first = await runFiles(options, options.pattern ? [options.pattern] : []);
  const { failedFiles } = first;
  if (!options.secondTry || failedFiles.length === 0 || failedFiles.length > SECOND_TRIES) return outcomeOf(first);
  const files = failedFiles.map(({ file }) => file);
  say(`again, alone: ${files.join(', ')}`);
  const second = await runFiles({ ...options, workers: 1 }, ['--runTestsByPath', ...files]);
  return outcomeOfBoth(first, second);
}

/** What the second run says of its files, instead of what the first said of them; less than the first did, it has not run them. */
export function outcomeOfBoth(first: JestReport, second: JestReport): Outcome {
  const again = new Set(second.failedFiles.map(({ file }) => file));
  const unsteady = first.failedFiles.filter(({ file }) => !again.has(file));
  const beforehand = first.failedFiles.reduce((sum, { passed }) => sum + passed, 0);
  if (second.passed + second.failed < Math.max(beforehand, first.failedFiles.length)) return outcomeOf(first);
  return {
    passed: first.passed - beforehand + second.passed,
    failed: second.failed,
    report: unsteady.map(({ file, failed: count }) => `unsteady: ${file}: ${count} failed, alone none`).join('\n'),
  };
}

function outcomeOf({ passed, failed: count }: JestReport): Outcome {
  return { passed, failed: count, report: '' };
}

async function runFiles(options: JestOptions, which: readonly string[]): Promise<JestReport> {
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, `jest-${options.kind}.json`);
  rmSync(file, { force: true });
  const { code, output } = await runTool(
    'jest/bin/jest.js',
    [
      `--maxWorkers=${options.workers}`,
      `--testTimeout=${options.timeoutMs}`,
      '--passWithNoTests',
      // Every file of ES modules leaves some behind; two workers must fit into a small machine.
      '--workerIdleMemoryLimit=2GB',
      // A test that forgets a connection must not hold up the run; its file has had its say.
      '--forceExit',
      ...which,
    ],
    {
      nodeOptions: ['--experimental-vm-modules', '--no-warnings'],
      env: {
        ...options.env,
        DOORSTEP_TEST_KINDS: options.kind,
        DOORSTEP_TEST_REPORT: file,
        KAFKAJS_NO_PARTITIONER_WARNING: '1',
      },
      show: true,
    },
  );
  if (!existsSync(file)) throw new Error(`Jest ended with code ${code} and without a report:\n${output}`);
  return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
}
