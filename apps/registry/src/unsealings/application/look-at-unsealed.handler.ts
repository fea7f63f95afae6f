import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { UnsealedPerson } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { visibleIdentity } from '../../people/application/vault-visibility.js';
import { PersonNotFoundError } from '../../people/domain/person.errors.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { assertOpenFor } from '../domain/unsealing.js';
import { UnsealingNotFoundError } from '../domain/unsealing.errors.js';
import { UnsealingRepository } from './unsealing.repository.port.js';

/** One person at a time, each time an access event that names the approval. */
@Injectable()
export class LookAtUnsealed {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly unsealings: UnsealingRepository,
    private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(actor: Actor, unsealingId: string, personId: string, meta: EventMeta): Promise<UnsealedPerson> {
    const now = this.clock.now();
    const accessId = uuidv7(now.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const unsealing = await this.unsealings.find(tx, unsealingId);
      if (!unsealing) throw new UnsealingNotFoundError();
      assertOpenFor(unsealing, actorRef(actor), now);
      if (!unsealing.personIds.includes(personId)) throw new PersonNotFoundError();
      const identity = (await this.vault.load(tx, [personId])).get(personId);
      if (!identity) throw new PersonNotFoundError();
      const viewed = { accessId, personId, purpose: unsealing.reason, viewedAt: now.toISOString(), unsealingId };
      await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, viewed));
      // What a clerk may see for the daily work, an auditor sees for this case.
      return { personId, ...visibleIdentity(identity, ['civil_affairs_clerk']) };
    });
  }
}
