import type { LedgerTransaction } from '../../ledger/domain/ledger-transaction.js';
import { PHASE, postingsOf } from '../../ledger/domain/movement.js';
import type { ClaimChange } from './claim-change.js';
import { MOVEMENT_OF } from './claim-change.js';
import { fundingOf } from './verdict.js';

/** The ledger transactions of a batch's changes. A claim of 0 fen still has them: its hold and the one end of it are on record. */
export function movementsOf(changes: readonly ClaimChange[]): LedgerTransaction[] {
  return changes.flatMap((change) => movementOf(change) ?? []);
}

function movementOf({ claim, kind: change, why, transactionId, cause }: ClaimChange): LedgerTransaction | undefined {
  const kind = MOVEMENT_OF[change];
  if (kind === undefined || transactionId === null) return undefined;
  const { claimId, personId, siteId, serviceDate, budgetId, terms } = claim.record;
  return {
    transactionId,
    kind,
    phase: PHASE[kind],
    claimId,
    budgetId,
    cause: why,
    serviceDate,
    actor: cause.actor,
    stripeKey: personId,
    postings: postingsOf({ kind, siteId, year: claim.year, funding: fundingOf(terms) }),
  };
}
