import { isSamePerson } from '@doorstep/kernel';
import type { PaperAbout, PaperEntry, PaperState, RedactedPart } from './paper-entry.js';
import { PaperFullError, PaperStateError, SecondAuditorError } from './papers.errors.js';

export const MOST_ENTRIES = 500;

/** One line of a paper's history; it never changes, but words can be taken out of it. */
export interface WrittenEntry {
  readonly entryNo: number;
  readonly kind: PaperEntry['kind'] | 'open';
  readonly by: string;
  readonly at: Date;
  readonly text: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly redacted: readonly RedactedPart[];
}

/** These say nothing about what the paper is about: whoever writes them can still sign it off. */
export const NO_AUTHORSHIP = ['assign', 'sign_off', 'redaction_request', 'redaction_decision'] as const;

export interface Paper {
  readonly paperId: string;
  readonly about: PaperAbout;
  readonly title: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly state: PaperState;
  readonly assignee: string | null;
  readonly signedOffBy: string | null;
  readonly signedOffAt: Date | null;
  readonly entries: number;
}

/** What an entry makes of a paper. Whatever is written after a sign-off takes it back. */
export function withEntry(
  paper: Paper,
  entry: PaperEntry,
  { by, at, authors }: { by: string; at: Date; authors: ReadonlySet<string> },
): Paper {
  if (paper.entries >= MOST_ENTRIES) throw new PaperFullError(MOST_ENTRIES);
  const next = { ...paper, entries: paper.entries + 1, changedAt: at, signedOffBy: null, signedOffAt: null };
  switch (entry.kind) {
    case 'comment':
    case 'reference':
    case 'redaction_request':
    case 'redaction_decision':
      return next;
    case 'assign':
      return { ...next, assignee: entry.to };
    case 'state':
      if (entry.state === paper.state) throw new PaperStateError(paper.state);
      return { ...next, state: entry.state };
    case 'sign_off':
      if (paper.state === 'open' || paper.signedOffBy !== null) throw new PaperStateError(paper.state);
      if ([...authors].some((author) => isSamePerson(author, by))) throw new SecondAuditorError();
      return { ...next, signedOffBy: by, signedOffAt: at };
    case 'correction_request':
      if (paper.state !== 'finding') throw new PaperStateError(paper.state);
      return next;
  }
}

/** Words that are said to people, and the rest of an entry. */
export function partsOf(entry: PaperEntry): Pick<WrittenEntry, 'kind' | 'text' | 'detail'> {
  const { kind, ...rest } = entry;
  const { text, ...detail } = rest as { text?: string } & Record<string, unknown>;
  return { kind, text: text ?? null, detail };
}
