/** What one stage of `npm test` came to. A check counts one; test files count each of their tests. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong, ready to print; empty when nothing did. */
  readonly report: string;
}

export const passed: Outcome = { passed: 1, failed: 0, report: '' };

export function failed(report: string): Outcome {
  return { passed: 0, failed: 1, report: report.trimEnd() };
}
