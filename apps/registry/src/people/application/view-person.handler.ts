import type { Actor } from '@doorstep/auth';
import type { LookupPurpose, PersonView } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonNotFoundError } from '../domain/person.errors.js';
import { hasPurpose, purposeOf } from './purposes.js';
import { PersonAccess } from './person-access.js';
import { PersonVault } from './person-vault.port.js';
import { seesReference, visibleIdentity } from './vault-visibility.js';

export interface ViewPersonRequest {
  readonly actor: Actor;
  readonly personId: string;
  /** Why; without it, what the caller's role usually looks for. */
  readonly purpose: LookupPurpose | undefined;
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

  execute({ actor, personId, purpose: asked, meta }: ViewPersonRequest): Promise<PersonView> {
    const purpose = purposeOf(actor.roles, asked);
    const accessId = uuidv7(this.clock.now().getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const { person, roles } = await this.access.lookedUpBy(tx, actor, personId);
      const looking = roles.filter((role) => hasPurpose(role, purpose));
      if (looking.length === 0) throw new PersonNotFoundError();
      const identity = (await this.vault.load(tx, [personId])).get(personId);
      const viewedAt = this.clock.now().toISOString();
      await this.outbox.add(
        tx,
        meta,
        newEvent(PersonViewedV1, accessId, { accessId, personId, purpose, roles: looking, viewedAt }),
      );
      const mergedInto = await this.access.mergedInto(tx, personId);
      return {
        personId,
        externalRef: seesReference(looking) ? person.externalRef : null,
        registeredAt: person.registeredAt.toISOString(),
        ...visibleIdentity(identity, looking, purpose),
        ...(mergedInto !== undefined && { mergedInto }),
      };
    });
  }
}
