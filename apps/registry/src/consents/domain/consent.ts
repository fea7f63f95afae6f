import type { LocalDate } from '@doorstep/kernel';

export type ConsentBy = 'self' | 'guardian';
export type ConsentHow = 'paper' | 'spoken' | 'phone' | 'app';

/** A word given on a text. It is never edited; taking it back is a record of its own. */
export interface Consent {
  readonly consentId: string;
  readonly personId: string;
  readonly text: string;
  readonly textVersion: number;
  /** Of the document in both languages, so that nobody can say later that another text was shown. */
  readonly textSha256: string;
  readonly givenBy: ConsentBy;
  readonly how: ConsentHow;
  readonly givenOn: LocalDate;
  readonly source: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

export interface Withdrawal {
  readonly consentId: string;
  readonly personId: string;
  readonly withdrawnBy: ConsentBy;
  readonly how: ConsentHow;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

export interface ConsentHistory {
  readonly consent: Consent;
  readonly withdrawal: Withdrawal | null;
}
