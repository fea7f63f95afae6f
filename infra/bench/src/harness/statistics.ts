/** Sorted copies are made here, so callers may pass samples as they came. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Nearest rank: the smallest value that at least `share` (0 to 1) of all values do not exceed. It is always one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('no values to sum up');
  return [...values].sort((a, b) => a - b);
}
