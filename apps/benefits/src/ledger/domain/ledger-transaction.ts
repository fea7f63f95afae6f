import type { MovementKind, Posting } from './movement.js';

/** Money that moved at once, and why. */
export interface LedgerTransaction {
  readonly transactionId: string;
  readonly kind: MovementKind | 'open' | 'raise' | 'refund' | 'collect' | 'opening' | 'grant' | 'pay';
  /** PHASE of a claim's movement; 0 for budgets. */
  readonly phase: number;
  readonly claimId: string | null;
  readonly budgetId: string | null;
  /** Why a hold ended or a claim was reversed. */
  readonly cause: string | null;
  readonly serviceDate: string | null;
  readonly actor: string;
  /** The person whose lane the transaction holds; null for work on a budget itself. */
  readonly stripeKey: string | null;
  readonly postings: readonly Posting[];
}
