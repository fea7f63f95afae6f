import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoStack } from '../demo-stack.js';
import type { Findings } from '../findings.js';

/** What `npm run audit:reperform -- --json` writes, as far as it is judged here. */
export interface Reperformed {
  readonly counts: Readonly<Record<string, number>>;
  /** `compared` when ledger, budgets and statements were, with nothing coming in meanwhile. */
  readonly books: string;
  readonly differenceCount: number;
}

/** Every decision is made again from the log alone, and the books are rebuilt from it: all of it, and nothing may differ. */
export async function checkReperformance(
  stack: DemoStack,
  findings: Findings,
  say: (line: string) => void,
  withStatements = false,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reperformed-'));
  try {
    const file = join(folder, 'outcome.json');
    const { code, lines } = await stack.command('audit:reperform', '--json', file);
    for (const line of lines) say(line);
    findings.equal('exit code of the re-performance', code, 0);
    judgeReperformance(JSON.parse(await readFile(file, 'utf8')) as Reperformed, findings, withStatements);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A comparison that left something out has no differences either. */
export function judgeReperformance(outcome: Reperformed, findings: Findings, withStatements: boolean): void {
  const { counts, books, differenceCount } = outcome;
  const compared = ['claims', 'standing', 'accounts', 'budgets', ...(withStatements ? ['statements'] : [])];
  for (const what of compared) findings.truth(`re-performance compared ${what}`, (counts[what] ?? 0) > 0);
  findings.equal('books of the re-performance', books, 'compared');
  findings.equal('re-performance', [differenceCount, counts['erased'], counts['notComparable']], [0, 0, 0]);
}
