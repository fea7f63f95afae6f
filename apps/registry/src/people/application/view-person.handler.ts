import type { Actor } from '@doorstep/auth';
import type { PersonView } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonAccess } from './person-access.js';
import { PersonVault } from './person-vault.port.js';
import { visibleIdentity } from './vault-visibility.js';

export interface ViewPersonRequest {
  readonly actor: Actor;
  readonly personId: string;
  /** Why, as a code. */
  readonly purpose: string;
  readonly meta: EventMeta;
}

/** A look into the vault is itself recorded: no answer without its access event in the same transaction. */
@Injectable()
export class ViewPerson {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ actor, personId, purpose, meta }: ViewPersonRequest): Promise<PersonView> {
    const accessId = uuidv7(this.clock.now().getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const { person, roles } = await this.access.reachedBy(tx, actor, personId);
      const identity = (await this.vault.load(tx, [personId])).get(personId);
      const viewedAt = this.clock.now().toISOString();
      await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, { accessId, personId, purpose, viewedAt }));
      return {
        personId,
        externalRef: person.externalRef,
        registeredAt: person.registeredAt.toISOString(),
        ...visibleIdentity(identity, roles),
      };
    });
  }
}
