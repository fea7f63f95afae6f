import { ConflictError, isSamePerson, NotFoundError } from '@doorstep/kernel';
import { SecondPersonError } from '../../platform/two-people.js';

export type WantedCorrection = 're_decide' | 'reverse';
export type FindingProposal = WantedCorrection | 'refuse';
export type FindingRequestState = 'open' | 'proposed' | 'refused' | 'carried_out';

/** Of a claim that took the place of another; null: nothing came after it. */
export interface CorrectedClaim {
  readonly beforeClaimId: string;
  readonly afterClaimId: string | null;
}

/** What carrying it out has changed. */
export interface Outcome {
  readonly corrections: readonly CorrectedClaim[];
  readonly ledgerTransactionIds: readonly string[];
}

/** An auditor wants a claim put right; finance proposes and a second person decides. */
export interface FindingRequest {
  readonly requestId: string;
  readonly findingId: string;
  readonly claimId: string;
  readonly wanted: WantedCorrection;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly state: FindingRequestState;
  readonly proposal: FindingProposal | null;
  readonly proposalReason: string | null;
  readonly proposedBy: string | null;
  readonly proposedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly outcome: Outcome | null;
}

export class FindingRequestNotFoundError extends NotFoundError {
  constructor() {
    super('FINDING_REQUEST.NOT_FOUND', 'there is no such request of an auditor');
  }
}

export class FindingRequestStateError extends ConflictError {
  constructor(state: string) {
    super('FINDING_REQUEST.STATE', 'the request is not in a state for this', { state });
  }
}

export class FindingRequestClaimError extends ConflictError {
  constructor() {
    super('FINDING_REQUEST.CLAIM_UNKNOWN', 'the claim of the request is not known here; it can only be refused');
  }
}

export function assertMayPropose({ state, requestedBy }: FindingRequest, by: string): void {
  if (state !== 'open') throw new FindingRequestStateError(state);
  if (isSamePerson(by, requestedBy)) throw new SecondPersonError();
}

/** Neither who asked nor who proposed; the database refuses both as well. */
export function assertMayAnswer({ state, requestedBy, proposedBy }: FindingRequest, by: string): void {
  if (state !== 'proposed') throw new FindingRequestStateError(state);
  if (isSamePerson(by, proposedBy) || isSamePerson(by, requestedBy)) throw new SecondPersonError();
}
