import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  BlockCard,
  CardList,
  CardView,
  Id,
  IssueCard,
  IssuedCard,
  ResolveCard,
  ResolvedCard,
} from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { BlockCard as BlockCardHandler } from '../application/block-card.handler.js';
import { IssueCard as IssueCardHandler } from '../application/issue-card.handler.js';
import { ListCards } from '../application/list-cards.query.js';
import { ResolveCard as ResolveCardHandler } from '../application/resolve-card.handler.js';

@Controller('v1')
export class CardsController {
  constructor(
    private readonly issueCard: IssueCardHandler,
    private readonly blockCard: BlockCardHandler,
    private readonly listCards: ListCards,
    private readonly resolveCard: ResolveCardHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('people/:id/cards')
  @RequirePermission('registry.card.issue')
  @Answer(IssuedCard, 201)
  issue(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: IssueCard }) body: IssueCard,
  ): Promise<IssuedCard> {
    return this.issueCard.execute({ actor, personId, body, at: this.clock.now(), meta, request });
  }

  @Get('people/:id/cards')
  @RequirePermission('registry.card.read')
  @Answer(CardList)
  list(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) personId: string): Promise<CardList> {
    return this.listCards.execute(actor, personId);
  }

  @Post('people/:id/cards/:cardId/block')
  @RequirePermission('registry.card.block')
  @Answer(CardView, 200)
  block(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
    @Param('cardId', { schema: Id }) cardId: string,
    @Body({ schema: BlockCard }) { reason }: BlockCard,
  ): Promise<CardView> {
    return this.blockCard.execute(actor, { personId, cardId }, reason, meta);
  }

  @Post('cards/resolve')
  @RequirePermission('registry.card.resolve')
  @Answer(ResolvedCard, 200)
  resolve(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Body({ schema: ResolveCard }) body: ResolveCard,
  ): Promise<ResolvedCard> {
    return this.resolveCard.execute(actor, body, meta);
  }
}
