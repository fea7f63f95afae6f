import { DomainError } from '@doorstep/kernel';

export type ClaimState = 'held' | 'settled' | 'released' | 'expired' | 'denied' | 'reversed';

/** The life of a claim. A settled claim is only ever reversed; what replaces it is a claim of its own. */
export const CLAIM_GRAPH: Readonly<Record<ClaimState, readonly ClaimState[]>> = {
  held: ['settled', 'released', 'expired'],
  settled: ['reversed'],
  released: [],
  expired: [],
  denied: [],
  reversed: [],
};

export const FIRST_STATES: readonly ClaimState[] = ['held', 'denied'];

/** Live claims use up caps, slots and money. */
export const isLive = (state: ClaimState): boolean => state === 'held' || state === 'settled';

export class ClaimTransitionError extends DomainError {
  constructor(claimId: string, from: ClaimState, to: ClaimState) {
    super('CLAIM.TRANSITION', `a ${from} claim cannot become ${to}`, { claimId, from, to });
  }
}
