import type { LocalDate } from '@doorstep/kernel';
import type { FamilyRight } from './family-link.js';

export type InvitationState = 'open' | 'redeemed' | 'revoked' | 'expired';

/** A code that makes one account the family of an elder, once. Only the hash of the code is kept. */
export interface Invitation {
  readonly invitationId: string;
  readonly personId: string;
  readonly relation: string;
  readonly may: readonly FamilyRight[];
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly way: 'paper' | 'link' | 'visit';
  readonly consentId: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly redeemedAt: Date | null;
  readonly revokedAt: Date | null;
}

type Ends = Pick<Invitation, 'expiresAt' | 'redeemedAt' | 'revokedAt'>;

export function stateOf({ expiresAt, redeemedAt, revokedAt }: Ends, now: Date): InvitationState {
  if (redeemedAt) return 'redeemed';
  if (revokedAt) return 'revoked';
  return now < expiresAt ? 'open' : 'expired';
}
