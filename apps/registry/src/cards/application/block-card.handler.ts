import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { CardView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { CardBlockReason } from '../domain/card.js';
import { CardNotFoundError } from '../domain/card.errors.js';
import { CardRepository } from './card.repository.port.js';
import { cardBlocked, cardViewOf } from './card-view.js';

interface CardTarget {
  readonly personId: string;
  readonly cardId: string;
}

/** At once and for ever; blocking a blocked card again changes nothing. */
@Injectable()
export class BlockCard {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly cards: CardRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(actor: Actor, { personId, cardId }: CardTarget, reason: CardBlockReason, meta: EventMeta): Promise<CardView> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const card = (await this.cards.of(tx, personId)).find((each) => each.cardId === cardId);
      if (!card) throw new CardNotFoundError();
      if (card.blockedAt !== null) return cardViewOf(card);
      const blocked = { ...card, blockedAt: this.clock.now(), blockedBy: actorRef(actor), blockedReason: reason };
      await this.cards.block(tx, blocked);
      await this.outbox.add(tx, meta, cardBlocked(blocked));
      return cardViewOf(blocked);
    });
  }
}
