import type { OfflinePeople } from '@doorstep/contracts';
import { addDays } from '@doorstep/kernel';
import { ENV } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistryEnv } from '../../env.js';
import { PeopleViews } from '../../lookup/application/people-views.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { LikelyGuests } from './likely-guests.port.js';
import type { OfflineRequest, OfflineVisit } from './offline-access.js';

/** The people of a copy, as a till sees them: no number, phone or address, no diet, and no name but a masked one. */
@Injectable()
export class OfflineContent {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly guests: LikelyGuests,
    private readonly views: PeopleViews,
    @Inject(ENV) private readonly env: RegistryEnv,
  ) {}

  async of(
    tx: Tx,
    { actor, siteId }: OfflineRequest,
    { today }: OfflineVisit,
  ): Promise<{ readonly people: OfflinePeople['people']; readonly leftOut: number }> {
    const { OFFLINE_REGULAR_DAYS: days, OFFLINE_COPY_PEOPLE: limit } = this.env;
    await this.transactions.enter(tx, actor, 'with_orders');
    const { guests, leftOut } = await this.guests.of(tx, { siteId, today, since: addDays(today, -days), limit });
    const ids = guests.map(({ personId }) => personId);
    const seen = new Map((await this.views.of(tx, actor, ids, 'till')).map((view) => [view.personId, view.name]));
    const people = guests.flatMap(({ personId, cards, orders }) => {
      const name = seen.get(personId);
      const masked = name?.visible === 'masked' ? name.value : null;
      return name ? [{ personId, name: masked, cards: [...cards], orders: [...orders] }] : [];
    });
    return { people, leftOut };
  }
}
