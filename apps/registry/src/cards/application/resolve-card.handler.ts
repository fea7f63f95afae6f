import type { Actor } from '@doorstep/auth';
import { hasRoleAt } from '@doorstep/auth';
import type { ResolveCard as ResolveCardBody, ResolvedCard } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PeopleViews } from '../../lookup/application/people-views.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { SiteNotFoundError } from '../../sites/domain/site.errors.js';
import type { Card } from '../domain/card.js';
import { hashOf } from '../domain/card-token.js';
import { CardBlockedError, CardNotFoundError } from '../domain/card.errors.js';
import { CardRepository } from './card.repository.port.js';

/** Who holds out a card at a till is there, so the card itself opens as much of the person as a till sees. */
@Injectable()
export class ResolveCard {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly cards: CardRepository,
    private readonly views: PeopleViews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(actor: Actor, { token, siteId }: ResolveCardBody, meta: EventMeta): Promise<ResolvedCard> {
    if (!hasRoleAt(actor, ['site_operator', 'site_manager', 'day_care_staff'], siteId))
      throw new SiteNotFoundError(siteId);
    const now = this.clock.now();
    const accessId = uuidv7(now.getTime());
    return this.transactions.run('system', { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const card = await this.cardOf(tx, token);
      const { cardId } = card;
      // A card of a file that was merged keeps working, and leads to the file that stands for the person.
      const personId = await this.cards.holderOf(tx, card);
      await this.cards.came(tx, personId, siteId, shanghaiDate(now));
      await this.transactions.enter(tx, actor);
      const [person] = await this.views.of(tx, actor, [personId], 'till');
      if (!person) throw new CardNotFoundError();
      const viewed = { accessId, personId, purpose: 'card', viewedAt: now.toISOString() };
      await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, viewed));
      return { cardId, person };
    });
  }

  private async cardOf(tx: Tx, token: string): Promise<Card> {
    const card = await this.cards.byHash(tx, hashOf(token));
    if (!card) throw new CardNotFoundError();
    if (card.blockedAt !== null) throw new CardBlockedError();
    return card;
  }
}
