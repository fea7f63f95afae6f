import { LineNotFoundError, ResultDiffersError } from './payment.errors.js';

export interface PaymentLine {
  readonly lineId: string;
  readonly state: 'sent' | 'paid' | 'failed';
  readonly bankReference: string | null;
  readonly resultOn: string | null;
  readonly cause: string | null;
}

export interface ReportedResult {
  readonly lineId: string;
  readonly status: 'paid' | 'failed';
  readonly bankReference: string;
  readonly on: string;
  readonly cause?: string;
}

/**
 * The results that say something new. One that was recorded before changes nothing; one that contradicts what was recorded is refused,
 * and with it the whole import.
 * @throws LineNotFoundError, ResultDiffersError
 */
export function newResults<Line extends PaymentLine, Result extends ReportedResult>(
  lines: readonly Line[],
  results: readonly Result[],
): { readonly line: Line; readonly result: Result }[] {
  const known = new Map(lines.map((line) => [line.lineId, line]));
  return results.flatMap((result) => {
    const line = known.get(result.lineId);
    if (!line) throw new LineNotFoundError(result.lineId);
    if (line.state === 'sent') return [{ line, result }];
    if (!saysTheSame(line, result)) throw new ResultDiffersError(result.lineId);
    return [];
  });
}

function saysTheSame(line: PaymentLine, { status, bankReference, on, cause }: ReportedResult): boolean {
  const same = line.state === status && line.bankReference === bankReference && line.resultOn === on;
  return same && line.cause === (cause ?? null);
}
