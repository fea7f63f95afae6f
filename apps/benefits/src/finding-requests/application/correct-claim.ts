import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import type { ClaimBook } from '../../claims/domain/claim-book.js';
import type { Cause } from '../../claims/domain/happening.js';
import type { OriginRef } from '../../claims/domain/origin.js';
import type { CorrectedClaim, Outcome } from '../domain/finding-request.js';
import { FindingRequestStore } from './finding-request-store.port.js';

const WHY = 'audit_finding';

/**
 * Puts the claims of one person and day right by the same machinery as everything else: decided again, or taken back as if the service
 * had been returned. One person and one day are few claims, so this happens within the decision.
 */
@Injectable()
export class CorrectClaim {
  constructor(
    private readonly batch: ClaimBatch,
    private readonly store: FindingRequestStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, how: 're_decide' | 'reverse', ref: OriginRef, cause: Cause): Promise<Outcome> {
    const before = await this.store.postingsOf(tx, ref);
    const { personId, originId, serviceDate } = ref;
    const scope = {
      personIds: [personId],
      originIds: [originId],
      claimsSince: claimsSince([serviceDate], this.clock.now()),
      originsSince: serviceDate,
      allAllowances: true,
    };
    const corrections = await this.batch.run(tx, scope, (book) => {
      if (how === 'reverse') book.apply({ kind: 'returned', ref, cause, overdue: true });
      else book.redecide(personId, { from: serviceDate, to: serviceDate }, cause, WHY);
      book.entitle(personId);
      return correctionsIn(book);
    });
    const after = await this.store.postingsOf(tx, ref);
    return { corrections, ledgerTransactionIds: [...after].filter((id) => !before.has(id)).sort() };
  }
}

function correctionsIn(book: ClaimBook): CorrectedClaim[] {
  const replaced = book.corrections.map(({ before, after }) => ({
    beforeClaimId: before.record.claimId,
    afterClaimId: after.record.claimId,
  }));
  const known = new Set(replaced.map(({ beforeClaimId }) => beforeClaimId));
  const ended = book.changes
    .filter(({ kind, claim }) => (kind === 'reversed' || kind === 'released') && !known.has(claim.record.claimId))
    .map(({ claim }) => ({ beforeClaimId: claim.record.claimId, afterClaimId: null }));
  return [...replaced, ...ended];
}
