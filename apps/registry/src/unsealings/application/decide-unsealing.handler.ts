import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { UnsealingView } from '@doorstep/contracts';
import { UnsealingDecidedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { decided } from '../domain/unsealing.js';
import { UnsealingDecidedError, UnsealingNotFoundError } from '../domain/unsealing.errors.js';
import { UnsealingRepository } from './unsealing.repository.port.js';
import { unsealingViewOf } from './unsealing-view.js';

@Injectable()
export class DecideUnsealing {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly unsealings: UnsealingRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(
    actor: Actor,
    unsealingId: string,
    decision: 'approved' | 'refused',
    meta: EventMeta,
  ): Promise<UnsealingView> {
    const now = this.clock.now();
    return this.transactions.run(actor, { keys: [{ space: 'access', key: unsealingId }] }, async (tx) => {
      const found = await this.unsealings.find(tx, unsealingId);
      if (!found) throw new UnsealingNotFoundError();
      const unsealing = decided(found, decision, actorRef(actor), now);
      if (!(await this.unsealings.decide(tx, unsealing))) throw new UnsealingDecidedError();
      const endsAt = unsealing.endsAt?.toISOString() ?? null;
      const told = { unsealingId, decision, decidedAt: now.toISOString(), endsAt };
      await this.outbox.add(tx, meta, newEvent(UnsealingDecidedV1, unsealingId, told));
      return unsealingViewOf(unsealing);
    });
  }

  view(actor: Actor, unsealingId: string): Promise<UnsealingView> {
    return this.transactions.read(actor, async (tx) => {
      const found = await this.unsealings.find(tx, unsealingId);
      if (!found) throw new UnsealingNotFoundError();
      return unsealingViewOf(found);
    });
  }
}
