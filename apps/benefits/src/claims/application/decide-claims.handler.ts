import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Happening } from '../domain/happening.js';
import { ClaimBatch } from './claim-batch.js';
import { scopeOfHappenings } from './claim-scope.js';
import type { Horizon } from './lapsed-holds.port.js';
import { LapsedHolds } from './lapsed-holds.port.js';

/** A happening that must wait, and the code of what it waits for. */
export interface Waiting {
  readonly happening: Happening;
  readonly reason: string;
}

/** Decides everything that happened to orders and bookings of one batch, in order, in one transaction. */
@Injectable()
export class DecideClaimsHandler {
  constructor(
    private readonly batch: ClaimBatch,
    private readonly lapsed: LapsedHolds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Nothing later of a person who must wait is done either; all of it is handed back. */
  async execute(tx: Tx, happenings: readonly Happening[], heard: Horizon): Promise<Waiting[]> {
    await this.lapsed.hear(tx, heard);
    if (happenings.length === 0) return [];
    const scope = scopeOfHappenings(happenings, this.clock.now());
    return this.batch.run(tx, scope, (book) => {
      const reasons = new Map<string, string>();
      const waiting: Waiting[] = [];
      for (const happening of happenings) {
        const { personId } = happening.ref;
        const reason = reasons.get(personId) ?? book.apply(happening);
        if (reason === undefined) continue;
        reasons.set(personId, reason);
        waiting.push({ happening, reason });
      }
      return waiting;
    });
  }
}
