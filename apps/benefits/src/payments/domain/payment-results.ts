import type { ResultFault } from './payment.errors.js';
import { ResultsRefusedError } from './payment.errors.js';

/** A record of a payment file, as it stands. */
export interface SentPart {
  readonly partId: string;
  readonly amountFen: number;
  readonly state: 'sent' | 'paid' | 'failed';
  readonly bankReference: string | null;
  readonly resultOn: string | null;
  readonly cause: string | null;
}

export interface ReportedResult {
  readonly partId: string;
  readonly amountFen: number;
  readonly status: 'paid' | 'failed';
  readonly bankReference: string;
  readonly on: string;
  readonly cause?: string;
}

/**
 * The results that say something new. One that was recorded before changes nothing. Whatever does not fit what was sent is named row by
 * row, and nothing of the import counts then.
 * @throws ResultsRefusedError
 */
export function newResults<Part extends SentPart, Result extends ReportedResult>(
  parts: readonly Part[],
  results: readonly Result[],
): { readonly part: Part; readonly result: Result }[] {
  const sent = new Map(parts.map((part) => [part.partId, part]));
  const seen = new Set<string>();
  const faults: ResultFault[] = [];
  const found: { readonly part: Part; readonly result: Result }[] = [];
  results.forEach((result, row) => {
    const part = sent.get(result.partId);
    const fault = seen.has(result.partId) ? TWICE : faultOf(part, result);
    seen.add(result.partId);
    if (fault) faults.push({ row, ...fault });
    else if (part?.state === 'sent') found.push({ part, result });
  });
  if (faults.length > 0) throw new ResultsRefusedError(faults);
  return found;
}

const TWICE = { code: 'twice', detail: 'the same record is reported twice in this import' };

function faultOf(part: SentPart | undefined, result: ReportedResult): Omit<ResultFault, 'row'> | undefined {
  if (!part) return { code: 'unknown', detail: 'no record of this batch has this reference' };
  if (part.amountFen !== result.amountFen)
    return { code: 'amount', detail: `${part.amountFen} fen were ordered, ${result.amountFen} are reported` };
  if (part.state === 'sent' || saysTheSame(part, result)) return undefined;
  return { code: 'differs', detail: `another result was recorded: ${part.state}, ${part.bankReference}` };
}

function saysTheSame(part: SentPart, { status, bankReference, on, cause }: ReportedResult): boolean {
  const same = part.state === status && part.bankReference === bankReference && part.resultOn === on;
  return same && part.cause === (cause ?? null);
}
