import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../platform/paths.js';
import type { Outcome } from './outcome.js';
import { failed } from './outcome.js';
import { runTool } from './tools.js';

export interface JestOptions {
  /** Which files: `spec`, `int-spec`, `journey-spec`, `long-spec`. */
  readonly kind: string;
  readonly timeoutMs: number;
  readonly workers: number;
  readonly env: Readonly<Record<string, string>>;
  readonly pattern?: string | undefined;
}

/** Written by `infra/local/jest-reporter.mjs`. */
interface JestReport {
  readonly passed: number;
  readonly failed: number;
  readonly brokenFiles: number;
}

/** Runs the files of one kind in all projects. A file that cannot even be loaded counts as one failure. */
export async function runJest(options: JestOptions): Promise<Outcome> {
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
      ...(options.pattern ? [options.pattern] : []),
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
  if (!existsSync(file)) return failed(`Jest ended with code ${code} and without a report:\n${output}`);
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  return { passed: report.passed, failed: report.failed + report.brokenFiles, report: '' };
}
