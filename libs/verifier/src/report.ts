import type { SourceSummary } from './numbers-seen.js';

export interface Finding {
  /** The first entry that is concerned; undefined when it concerns none. */
  readonly index?: number;
  /** False: the first bad entry lies at `index` or behind it. */
  readonly exact: boolean;
  readonly what: string;
}

export interface LogReport {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceSummary[];
  /** Kept checkpoints that this log was compared with. */
  readonly compared: number;
}

/** The lowest index that any finding names. */
export function firstBad({ findings }: Pick<LogReport, 'findings'>): number | undefined {
  const named = findings.flatMap(({ index }) => (index === undefined ? [] : [index]));
  return named.length > 0 ? Math.min(...named) : undefined;
}
