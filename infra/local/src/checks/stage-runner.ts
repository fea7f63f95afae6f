import { print, say } from '../platform/progress.js';
import type { Outcome } from './outcome.js';
import { failed } from './outcome.js';

/** Runs stages, says how each went, and remembers what came out. */
export class StageRunner {
  readonly outcomes: Outcome[] = [];
  private closed = false;

  constructor(private readonly wanted: (stage: string) => boolean) {}

  /** From now on every stage is skipped: somebody pressed Ctrl-C. */
  close(): void {
    this.closed = true;
  }

  wants(stage: string): boolean {
    return !this.closed && this.wanted(stage);
  }

  async run(stage: string, work: () => Promise<Outcome>): Promise<void> {
    if (!this.wants(stage)) return;
    const started = performance.now();
    const outcome = await work().catch((error: unknown) =>
      failed(error instanceof Error ? String(error.stack) : String(error)),
    );
    if (this.closed) return;
    this.add(stage, outcome, performance.now() - started);
  }

  add(stage: string, outcome: Outcome, milliseconds: number): void {
    this.outcomes.push(outcome);
    const counts =
      outcome.failed === 0 ? `${outcome.passed} passed` : `${outcome.passed} passed, ${outcome.failed} FAILED`;
    say(`${stage.padEnd(10)} ${counts} (${(milliseconds / 1000).toFixed(1)} s)`);
    if (outcome.report) print(indented(outcome.report));
  }
}

const REPORT_LINES = 60;

function indented(report: string): string {
  const lines = report.split('\n');
  const more = lines.length > REPORT_LINES ? [`… and ${lines.length - REPORT_LINES} more lines`] : [];
  return [...lines.slice(0, REPORT_LINES), ...more].map((line) => `    ${line}`).join('\n');
}
