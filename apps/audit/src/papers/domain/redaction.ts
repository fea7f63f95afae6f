import { isSamePerson } from '@doorstep/kernel';
import type { PaperEntry, RedactedPart } from './paper-entry.js';
import type { WrittenEntry } from './paper.js';
import { RedactionNotOpenError, RedactionTargetError, SecondPersonError } from './papers.errors.js';

/** What stands in the place of a title that was taken out. */
export const REDACTED_TITLE = '■■■';

/** Words that somebody wants taken out of a working paper. */
export interface Redaction {
  readonly entryNo: number;
  readonly part: RedactedPart;
  readonly requestNo: number;
}

type Request = PaperEntry & { readonly kind: 'redaction_request' };
type Decision = PaperEntry & { readonly kind: 'redaction_decision' };

/**
 * What an entry of the paper asks to be taken out, where the request is its entry `requestNo`.
 * @throws RedactionTargetError when there are no such words, RedactionNotOpenError when somebody asks for the same already
 */
export function requestedRedaction(
  { entryNo, part }: Request,
  history: readonly WrittenEntry[],
  requestNo: number,
): Redaction {
  const entry = history.find((written) => written.entryNo === entryNo);
  if (!entry || !hasPart(entry, part)) throw new RedactionTargetError();
  const wanted = openRequests(history).some((request) => request.entryNo === entryNo && request.part === part);
  if (wanted) throw new RedactionNotOpenError();
  return { entryNo, part, requestNo };
}

/**
 * What is decided about.
 * @throws RedactionNotOpenError when nobody asks for it any more, SecondPersonError for whoever asked
 */
export function decidedRedaction({ requestNo }: Decision, history: readonly WrittenEntry[], by: string): Redaction {
  const request = openRequests(history).find((each) => each.requestNo === requestNo);
  if (!request) throw new RedactionNotOpenError();
  if (isSamePerson(history.find(({ entryNo }) => entryNo === requestNo)?.by, by)) throw new SecondPersonError();
  return request;
}

function hasPart({ kind, text, detail, redacted }: WrittenEntry, part: RedactedPart): boolean {
  if (redacted.includes(part)) return false;
  if (part === 'title') return kind === 'open';
  return part === 'text' ? text !== null : detail['reference'] !== undefined;
}

function openRequests(history: readonly WrittenEntry[]): Redaction[] {
  const decided = new Set(
    history.filter(({ kind }) => kind === 'redaction_decision').map(({ detail }) => detail['requestNo']),
  );
  return history
    .filter(({ kind, entryNo }) => kind === 'redaction_request' && !decided.has(entryNo))
    .map(({ entryNo: requestNo, detail }) => ({
      ...(detail as unknown as Pick<Redaction, 'entryNo' | 'part'>),
      requestNo,
    }));
}
