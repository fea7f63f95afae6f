import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { InvitationView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { InvitationNotFoundError, InvitationNotOpenError } from '../domain/family.errors.js';
import { stateOf } from '../domain/invitation.js';
import { invitationViewOf } from './family-views.js';
import { InvitationRepository } from './invitation.repository.port.js';

/** Makes a code useless that was lost or given to the wrong person. */
@Injectable()
export class RevokeInvitation {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly invitations: InvitationRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(actor: Actor, personId: string, invitationId: string): Promise<InvitationView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const found = await this.invitations.find(tx, personId, invitationId);
      if (!found) throw new InvitationNotFoundError();
      const now = this.clock.now();
      const state = stateOf(found, now);
      if (state !== 'open') throw new InvitationNotOpenError(state);
      await this.invitations.revoke(tx, [invitationId], now, actorRef(actor));
      return invitationViewOf({ ...found, revokedAt: now }, now);
    });
  }
}
