import type { Actor } from '@doorstep/auth';
import type { FoundPerson, LookupPurpose } from '@doorstep/contracts';
import { PeopleLookedUpV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { hasPurpose, purposeOf } from '../../people/application/purposes.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PeopleViews } from './people-views.js';

export interface LookUpRequest {
  readonly actor: Actor;
  readonly purpose: LookupPurpose;
  readonly meta: EventMeta;
  /** Whom to look up, decided inside the transaction. */
  readonly choose: (tx: Tx) => Promise<readonly string[]>;
}

/** Many people at once, with one access event for all of them in the same transaction. */
@Injectable()
export class LookUpPeople {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly views: PeopleViews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ actor, purpose, meta, choose }: LookUpRequest): Promise<FoundPerson[]> {
    purposeOf(actor.roles, purpose);
    const accessId = uuidv7(this.clock.now().getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      await this.transactions.enter(tx, actor, 'with_orders');
      const asked = new Set(await choose(tx));
      const found = await this.views.of(tx, actor, [...asked], purpose);
      const looked = {
        accessId,
        purpose,
        roles: actor.roles.filter((role) => hasPurpose(role, purpose)),
        personIds: found.map(({ personId }) => personId),
        askedFor: asked.size,
        viewedAt: this.clock.now().toISOString(),
      };
      await this.outbox.add(tx, meta, newEvent(PeopleLookedUpV1, accessId, looked));
      return found;
    });
  }
}
