import { ClaimExpiredV1, ClaimReleasedV1, ClaimReversedV1, ClaimSettledV1 } from '@doorstep/contracts';
import type { ClaimState } from './claim-history.js';
import type { Movement } from './ledger.js';

/** What an event makes of a claim. */
export interface End {
  readonly from: ClaimState;
  readonly to: ClaimState;
  readonly movement: Movement;
}

/** By type of event. */
export const ENDS: Readonly<Record<string, End>> = {
  [ClaimSettledV1.type]: { from: 'held', to: 'settled', movement: 'settle' },
  [ClaimReleasedV1.type]: { from: 'held', to: 'ended', movement: 'release' },
  [ClaimExpiredV1.type]: { from: 'held', to: 'ended', movement: 'release' },
  [ClaimReversedV1.type]: { from: 'settled', to: 'ended', movement: 'reverse' },
};
