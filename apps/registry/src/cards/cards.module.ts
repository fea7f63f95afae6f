import { Module } from '@nestjs/common';
import { LookupModule } from '../lookup/lookup.module.js';
import { PeopleModule } from '../people/people.module.js';
import { CardsController } from './api/cards.controller.js';
import { BlockCard } from './application/block-card.handler.js';
import { CardRepository } from './application/card.repository.port.js';
import { IssueCard } from './application/issue-card.handler.js';
import { ListCards } from './application/list-cards.query.js';
import { ResolveCard } from './application/resolve-card.handler.js';
import { SqlCardRepository } from './infrastructure/sql-card.repository.js';

@Module({
  imports: [PeopleModule, LookupModule],
  controllers: [CardsController],
  providers: [IssueCard, BlockCard, ListCards, ResolveCard, { provide: CardRepository, useClass: SqlCardRepository }],
  exports: [CardRepository],
})
export class CardsModule {}
