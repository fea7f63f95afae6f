const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many bars can still be read on a screen. */
const READABLE = 100;

/** The finest bucket that keeps the number of bars readable. */
export function bucketFor(span: { first: Date; last: Date } | undefined): 'hour' | 'day' | 'week' | 'month' {
  const length = span ? span.last.getTime() - span.first.getTime() : 0;
  if (length <= READABLE * HOUR_MS) return 'hour';
  if (length <= READABLE * DAY_MS) return 'day';
  return length <= READABLE * 7 * DAY_MS ? 'week' : 'month';
}
