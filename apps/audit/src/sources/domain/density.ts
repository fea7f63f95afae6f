/** Numbers `from` … `to` of a source, both included. */
export interface NumberRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** Numbers that are missing below one that has come; `noticedAt` is when the next higher one was journalled. */
export interface Hole extends NumberRange {
  readonly noticedAt: Date;
}

export interface Progress {
  /** Every number up to here is journalled or in a gap. */
  readonly mark: bigint;
  /** Holes that are old enough to be called gaps. */
  readonly gaps: readonly NumberRange[];
}

/**
 * How far a source is known to be dense. Topics and partitions are read side by side, so numbers are missing for a moment all the
 * time; a hole is only called a gap when the number above it has lain there for the grace period.
 * @param holes in order, all above the mark and below `scannedTo`
 */
export function progressOf(scannedTo: bigint, holes: readonly Hole[], now: Date, graceMs: number): Progress {
  const gaps: NumberRange[] = [];
  for (const { from, to, noticedAt } of holes) {
    if (now.getTime() - noticedAt.getTime() < graceMs) return { mark: from - 1n, gaps };
    gaps.push({ from, to });
  }
  return { mark: scannedTo, gaps };
}

/** What of a gap is still missing when the given numbers, in order, have arrived after all. */
export function stillMissing(gap: NumberRange, arrived: readonly bigint[]): NumberRange[] {
  const missing: NumberRange[] = [];
  let next = gap.from;
  for (const number of arrived) {
    if (number > next) missing.push({ from: next, to: number - 1n });
    next = number + 1n;
  }
  if (next <= gap.to) missing.push({ from: next, to: gap.to });
  return missing;
}

/** The first missing number that no gap accounts for. @param gaps in order */
export function firstUnaccounted(missing: readonly NumberRange[], gaps: readonly NumberRange[]): bigint | undefined {
  for (const { from, to } of missing) {
    let next = from;
    for (const gap of gaps) if (gap.from <= next && next <= gap.to) next = gap.to + 1n;
    if (next <= to) return next;
  }
  return undefined;
}
