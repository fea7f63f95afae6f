import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { IssueCard as IssueCardBody, IssuedCard } from '@doorstep/contracts';
import { MAX_CARDS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { hashOf, newCardToken } from '../domain/card-token.js';
import { CardNotFoundError, TooManyCardsError } from '../domain/card.errors.js';
import { CardRepository } from './card.repository.port.js';
import { cardIssued, cardViewOf } from './card-view.js';

export interface IssueCardRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: IssueCardBody;
  readonly at: Date;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class IssueCard {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly cards: CardRepository,
  ) {}

  /** Only the hash is kept, so a repeated request is told the card and not the token. */
  execute({ actor, personId, body, at, meta, request }: IssueCardRequest): Promise<IssuedCard> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const replay = await this.idempotency.replayOf(tx, request);
      const known = await this.cards.of(tx, personId);
      if (replay) {
        const card = known.find(({ cardId }) => cardId === replay.resourceId);
        if (!card) throw new CardNotFoundError();
        return { ...cardViewOf(card), token: null };
      }
      if (known.filter(({ blockedAt }) => blockedAt === null).length >= MAX_CARDS)
        throw new TooManyCardsError(MAX_CARDS);
      const token = newCardToken();
      const cardId = uuidv7(at.getTime());
      const issued = { issuedAt: at, issuedBy: actorRef(actor) };
      const open = { blockedAt: null, blockedBy: null, blockedReason: null };
      const card = { cardId, personId, tokenHash: hashOf(token), medium: body.medium, ...issued, ...open };
      await this.cards.add(tx, card);
      await this.outbox.add(tx, meta, cardIssued(card));
      await this.idempotency.remember(tx, request, { status: 201, resourceId: cardId });
      return { ...cardViewOf(card), token };
    });
  }
}
