/** What of an entry is words of one's own. The title belongs to the first entry. */
export type RedactedPart = 'text' | 'reference' | 'title';

export type PaperState = 'open' | 'explained' | 'finding';

/** What a working paper is about: an id of the log, a hit of a rule, or an item of a sample. */
export type PaperAbout =
  | {
      readonly kind: 'event' | 'claim' | 'order' | 'booking' | 'person' | 'statement' | 'hit';
      readonly id: string;
    }
  | { readonly kind: 'sample_item'; readonly id: string; readonly itemNo: number };

/** What somebody writes into a paper. */
export type PaperEntry =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: string; readonly text?: string | undefined }
  | { readonly kind: 'state'; readonly state: PaperState; readonly text?: string | undefined }
  | { readonly kind: 'assign'; readonly to: string | null }
  | { readonly kind: 'sign_off'; readonly text?: string | undefined }
  | {
      readonly kind: 'correction_request';
      readonly claimId: string;
      readonly wanted: 're_decide' | 'reverse';
      readonly reason: string;
    }
  | {
      readonly kind: 'redaction_request';
      readonly entryNo: number;
      readonly part: RedactedPart;
      readonly reason: string;
    }
  | { readonly kind: 'redaction_decision'; readonly requestNo: number; readonly approved: boolean };
