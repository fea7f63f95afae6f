import type { Actor } from '@doorstep/auth';
import type { PickupList } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { pickupViewOf } from './pickup-view.js';
import { PickupRepository } from './pickup.repository.port.js';

const MOST_SHOWN = 50;

/** Who may take an elder home. Reading the names is a look into the vault, and is told like one. */
@Injectable()
export class ListPickups {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly outbox: Outbox,
    private readonly pickups: PickupRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(actor: Actor, meta: EventMeta, personId: string): Promise<PickupList> {
    const accessId = uuidv7(this.clock.now().getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const found = await this.pickups.list(tx, personId, MOST_SHOWN);
      const viewed = { accessId, personId, purpose: 'pickup', viewedAt: this.clock.now().toISOString() };
      if (found.length > 0) await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, viewed));
      return { items: found.map(pickupViewOf) };
    });
  }
}
