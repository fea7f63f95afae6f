import type { NumberRange, SourceSummary } from './numbers-seen.js';

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
  /** Numbers that the log lacks below others of their source: dropped, or still on their way when it was read. */
  readonly missing: readonly NumberRange[];
  /** Kept checkpoints that this log was compared with. */
  readonly compared: number;
}

/** The lowest index that any finding names. */
export function firstBad({ findings }: Pick<LogReport, 'findings'>): number | undefined {
  const named = findings.flatMap(({ index }) => (index === undefined ? [] : [index]));
  return named.length > 0 ? Math.min(...named) : undefined;
}

/** Of what is missing, what was missing at an earlier look already: by then a higher number of its source was there. */
export function missingSince(now: Pick<LogReport, 'missing'>, earlier: Pick<LogReport, 'sources'>): NumberRange[] {
  const highest = new Map(earlier.sources.map((each) => [each.source, each.highest]));
  return now.missing.flatMap(({ source, from, to }) => {
    const last = (highest.get(source) ?? 0n) - 1n;
    return from > last ? [] : [{ source, from, to: to < last ? to : last }];
  });
}

export function countOf(ranges: readonly NumberRange[]): bigint {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1n, 0n);
}
