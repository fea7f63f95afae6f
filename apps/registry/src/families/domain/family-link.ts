import type { LocalDate } from '@doorstep/kernel';

export type FamilyRight = 'order' | 'book' | 'health' | 'bills';

/** What an account may do for an elder on the days in [from, to), for as long as her consent stands. */
export interface FamilyLink {
  readonly linkId: string;
  /** Counts the states of the link from 1. */
  readonly version: number;
  readonly subject: string;
  readonly personId: string;
  readonly relation: string;
  readonly may: readonly FamilyRight[];
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly consentId: string;
  readonly invitationId: string;
  readonly grantedAt: Date;
  readonly endedAt: Date | null;
  /** `<kind>:<subject>` of who ended it. */
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

export interface LinkEnd {
  readonly linkId: string;
  readonly version: number;
  readonly endedAt: Date;
  readonly endedBy: string;
  readonly endReason: string;
}
