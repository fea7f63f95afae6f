import type { Actor } from '@doorstep/auth';
import type { CardList } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { CardRepository } from './card.repository.port.js';
import { cardViewOf } from './card-view.js';

@Injectable()
export class ListCards {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly cards: CardRepository,
  ) {}

  execute(actor: Actor, personId: string): Promise<CardList> {
    return this.transactions.read(actor, async (tx) => {
      await this.access.personFor(tx, personId);
      return { items: (await this.cards.of(tx, personId)).map(cardViewOf) };
    });
  }
}
