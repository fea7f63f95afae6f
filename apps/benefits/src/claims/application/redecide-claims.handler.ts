import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Cause } from '../domain/happening.js';
import type { Window } from '../domain/redecision.js';
import { ClaimBatch } from './claim-batch.js';
import { claimsSince, earliest } from './claim-scope.js';

/** Facts about a person changed for these service dates. */
export interface LateFacts {
  readonly personId: string;
  readonly window: Window;
  readonly cause: Cause;
}

/** Decides claims again whose facts were learnt late; one transaction, bounded by the persons' own claims in the window. */
@Injectable()
export class RedecideClaimsHandler {
  constructor(
    private readonly batch: ClaimBatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, learnt: readonly LateFacts[]): Promise<void> {
    if (learnt.length === 0) return;
    const from = earliest(learnt.map(({ window }) => window.from));
    const scope = {
      personIds: [...new Set(learnt.map(({ personId }) => personId))],
      originIds: [],
      claimsSince: claimsSince([from], this.clock.now()),
      originsSince: from,
    };
    await this.batch.run(tx, scope, (book) => {
      for (const { personId, window, cause } of learnt) book.redecide(personId, window, cause);
    });
  }
}
