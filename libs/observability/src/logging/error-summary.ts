/** Fields of database and socket errors that name places, never values. */
const SAFE_FIELDS = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'type',
] as const;

/**
 * An error for the log. Messages of database errors quote values of rows (`Key (phone)=(…) already exists`), so of those only
 * the class, SQLSTATE, constraint and stack frames are kept; parameters and query texts never are.
 */
export function errorSummary(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const source = ('driverError' in error && error.driverError instanceof Error ? error.driverError : error) as Error &
    Record<string, unknown>;
  const summary: Record<string, unknown> = { name: error.name };
  for (const field of SAFE_FIELDS) if (source[field] !== undefined) summary[field] = source[field];
  if (!quotesValues(source)) summary['message'] = error.message;
  summary['stack'] = frames(error);
  if (error.cause instanceof Error) summary['cause'] = errorSummary(error.cause);
  return summary;
}

function quotesValues(error: Error & Record<string, unknown>): boolean {
  const isDatabaseError =
    typeof error['code'] === 'string' && /^[0-9A-Z]{5}$/.test(error['code']) && 'severity' in error;
  return isDatabaseError || error.name === 'ZodError';
}

function frames(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.slice(0, 12).join('\n');
}
