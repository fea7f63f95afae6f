import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CACHE, ROOT } from '../platform/paths.js';
import type { Outcome } from './outcome.js';
import { failed, passed } from './outcome.js';
import { runTool } from './tools.js';

interface Finding {
  readonly place: string;
  readonly rule: string | null;
  readonly message: string;
  readonly error: boolean;
}

export interface LintOutcome {
  readonly boundaries: Outcome;
  readonly rest: Outcome;
  /** Files over 200 lines and the like. */
  readonly warnings: readonly string[];
}

const BOUNDARY_RULES = new Set(['@nx/enforce-module-boundaries', 'no-restricted-imports', 'import-x/no-cycle']);
const NX = { NX_DAEMON: 'false', NX_TUI: 'false' };

/** ESLint over everything, with the project graph that the boundary rule needs built first. */
export async function runLint(fix = false): Promise<LintOutcome> {
  mkdirSync(CACHE, { recursive: true });
  const graph = await runTool('nx/dist/bin/nx.js', ['graph', `--file=${join(CACHE, 'graph.json')}`], { env: NX });
  if (graph.code !== 0) return broken(`The project graph cannot be built:\n${graph.output}`);
  const report = join(CACHE, 'lint.json');
  rmSync(report, { force: true });
  const args = ['.', '--format', 'json', '--output-file', report, ...(fix ? ['--fix'] : [])];
  const { output } = await runTool('eslint/bin/eslint.js', args, {
    env: NX,
    nodeOptions: ['--max-old-space-size=4096'],
  });
  if (!existsSync(report)) return broken(`ESLint did not run:\n${output}`);
  const findings = read(report);
  const errors = findings.filter((finding) => finding.error);
  return {
    boundaries: outcomeOf([...skippedBoundaries(output), ...errors.filter(isBoundary).map(lineOf)]),
    rest: outcomeOf(errors.filter((finding) => !isBoundary(finding)).map(lineOf)),
    warnings: findings.filter((finding) => !finding.error).map(lineOf),
  };
}

/** Nx skips its rule without a graph, says so in passing and exits with 0. */
export function skippedBoundaries(output: string): readonly string[] {
  return output.includes('will be skipped') ? [`The boundary rule was skipped:\n${output}`] : [];
}

function read(report: string): Finding[] {
  const files = JSON.parse(readFileSync(report, 'utf8')) as {
    filePath: string;
    messages: { ruleId: string | null; message: string; line?: number; severity: number }[];
  }[];
  return files.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message, line, severity }) => ({
      place: `${relative(ROOT, filePath)}:${line ?? 1}`,
      rule: ruleId,
      message: message.split('\n')[0] ?? '',
      error: severity === 2,
    })),
  );
}

function isBoundary({ rule }: Finding): boolean {
  return rule !== null && BOUNDARY_RULES.has(rule);
}

function lineOf({ place, rule, message }: Finding): string {
  return `${place}  ${message}  (${rule ?? 'ESLint'})`;
}

function outcomeOf(lines: readonly string[]): Outcome {
  return lines.length === 0 ? passed : failed(lines.join('\n'));
}

function broken(report: string): LintOutcome {
  return { boundaries: failed(report), rest: failed(report), warnings: [] };
}
