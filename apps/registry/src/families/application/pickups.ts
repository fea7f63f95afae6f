import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { AuthorisePickup, PickupView } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FamilyDatesError, PickupNotFoundError, TooManyLinksError } from '../domain/family.errors.js';
import type { PickupPerson } from '../domain/pickup-person.js';
import { pickupViewOf } from './pickup-view.js';
import { PickupRepository } from './pickup.repository.port.js';

const MOST_LIVE = 10;
const MOST_SHOWN = 50;

/** Says who may take an elder home, and who may no longer. */
@Injectable()
export class Pickups {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly access: PersonAccess,
    private readonly pickups: PickupRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  authorise(actor: Actor, request: IdempotentRequest, personId: string, body: AuthorisePickup): Promise<PickupView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.present(tx, personId, replay.resourceId);
      if ((await this.pickups.countLive(tx, personId)) >= MOST_LIVE) throw new TooManyLinksError(MOST_LIVE);
      const pickup = this.drafted(actor, personId, body);
      await this.pickups.add(tx, pickup);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: pickup.pickupId });
      return pickupViewOf(pickup);
    });
  }

  end(actor: Actor, personId: string, pickupId: string): Promise<void> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      const ended = await this.pickups.end(tx, personId, pickupId, this.clock.now(), actorRef(actor));
      if (!ended) throw new PickupNotFoundError();
    });
  }

  private drafted(actor: Actor, personId: string, body: AuthorisePickup): PickupPerson {
    const now = this.clock.now();
    const from = (body.from ?? shanghaiDate(now)) as LocalDate;
    const to = (body.to ?? null) as LocalDate | null;
    if (to !== null && to <= from) throw new FamilyDatesError();
    const { name, phone, relation } = body;
    const recorded = { recordedAt: now, recordedBy: actorRef(actor), endedAt: null };
    return {
      pickupId: uuidv7(now.getTime()),
      personId,
      name: name.normalize('NFC'),
      phone,
      relation,
      from,
      to,
      ...recorded,
    };
  }

  private async present(tx: Tx, personId: string, pickupId: string): Promise<PickupView> {
    const found = (await this.pickups.list(tx, personId, MOST_SHOWN)).find((each) => each.pickupId === pickupId);
    if (!found) throw new PickupNotFoundError();
    return pickupViewOf(found);
  }
}
