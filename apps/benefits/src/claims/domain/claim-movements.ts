import type { LedgerTransaction } from '../../ledger/domain/ledger-transaction.js';
import { differencePostings, turned } from '../../ledger/domain/difference-postings.js';
import type { MovementKind, Posting } from '../../ledger/domain/movement.js';
import { PHASE, postingsOf } from '../../ledger/domain/movement.js';
import type { Claim } from './claim.js';
import type { ClaimChange } from './claim-change.js';
import { MOVEMENT_OF } from './claim-change.js';
import type { ClaimDifference } from './difference.js';
import { fundingOf } from './verdict.js';

/** The ledger transactions of a batch's changes. A claim of 0 fen still has them: its hold and the one end of it are on record. */
export function movementsOf(changes: readonly ClaimChange[]): LedgerTransaction[] {
  return changes.flatMap((change) => movementOf(change) ?? []);
}

function movementOf({
  claim,
  kind: change,
  why,
  transactionId,
  cause,
  difference,
}: ClaimChange): LedgerTransaction | undefined {
  const kind = MOVEMENT_OF[change];
  if (kind === undefined || transactionId === null) return undefined;
  const { claimId, personId, serviceDate, budgetId } = claim.record;
  return {
    transactionId,
    kind,
    phase: PHASE[kind],
    claimId,
    budgetId: difference ? difference.budgetId : budgetId,
    cause: why,
    serviceDate,
    actor: cause.actor,
    stripeKey: personId,
    postings: postings(claim, kind, difference),
  };
}

function postings(claim: Claim, kind: MovementKind, difference: ClaimDifference | null): Posting[] {
  const { siteId, personId, bookYear, terms } = claim.record;
  if (kind === 'difference' || kind === 'undo_difference') {
    if (!difference) return [];
    const moved = differencePostings({ ...difference, packId: terms.packId, siteId, personId });
    return kind === 'difference' ? moved : turned(moved);
  }
  const { reversedInYear } = claim;
  return postingsOf({ kind, siteId, year: bookYear, reversedInYear, funding: fundingOf(terms) });
}
