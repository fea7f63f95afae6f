import type { LossBearer } from '@doorstep/policy';

/** Why receipt and decision differ: the till's quote was another, or something was learnt after the meal. */
export type DifferenceCause = 'quote' | 'late_facts';

/**
 * What a receipt has less than the decision (positive: the operator took too little, `bearer` makes it good) or more (negative: the
 * diner paid too much and gets it back). The receipt itself is final for the elder (ADR 0008).
 */
export interface ClaimDifference {
  readonly fen: number;
  readonly bearer: LossBearer;
  readonly cause: DifferenceCause;
  /** Where the bearer is a funder: who. */
  readonly funder: string | null;
  readonly year: number;
  /** The capped pool of losses that pays, if there is one. */
  readonly budgetId: string | null;
}

/** Money moves unless the operator bears it: then it is only on record. */
export const movesMoney = ({ fen, bearer }: ClaimDifference): boolean => fen < 0 || bearer !== 'operator';
