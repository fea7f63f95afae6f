import type { MovementKind } from '../../ledger/domain/movement.js';
import type { Claim } from './claim.js';
import type { ClaimDifference } from './difference.js';
import type { Cause } from './happening.js';
import type { Asked } from './origin.js';

/** One step in a claim's life, in the order in which it must be told. */
export interface ClaimChange {
  readonly claim: Claim;
  readonly kind:
    | 'held'
    | 'denied'
    | 'settled'
    | 'released'
    | 'expired'
    | 'reversed'
    | 'fee_decided'
    | 'difference'
    | 'difference_undone';
  /** Why a hold ended or a settled claim was taken back. */
  readonly why: string | null;
  /** The ledger transaction that moved the money; null when none belongs to this change. */
  readonly transactionId: string | null;
  readonly cause: Cause;
  /** What was asked, for a fee. */
  readonly asked: Asked | null;
  readonly difference: ClaimDifference | null;
}

export const MOVEMENT_OF: Readonly<Partial<Record<ClaimChange['kind'], MovementKind>>> = {
  held: 'hold',
  settled: 'settle',
  released: 'release',
  expired: 'expire',
  reversed: 'reverse',
  difference: 'difference',
  difference_undone: 'undo_difference',
};
