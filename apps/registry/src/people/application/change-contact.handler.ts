import type { Actor } from '@doorstep/auth';
import type { PatchContact } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonNotFoundError } from '../domain/person.errors.js';
import { PersonVault } from './person-vault.port.js';

/** Phone, address and emergency contact as somebody who knows the person tells them; who the person is stays with the lists. */
@Injectable()
export class ChangeContact {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, personId: string, change: PatchContact, meta: EventMeta): Promise<void> {
    const now = this.clock.now();
    const accessId = uuidv7(now.getTime());
    const keys = [
      { space: 'access' as const, key: accessId },
      { space: 'person' as const, key: personId },
    ];
    await this.transactions.run(actor, { keys }, async (tx) => {
      const before = (await this.vault.load(tx, [personId])).get(personId);
      if (!before) throw new PersonNotFoundError();
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      await this.vault.store(tx, [{ personId, identity: { ...before, ...Object.fromEntries(given) } }], now);
      const changed = { accessId, personId, purpose: 'contact_changed', viewedAt: now.toISOString() };
      await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, changed));
    });
  }
}
