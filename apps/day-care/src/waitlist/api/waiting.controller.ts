import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { AnswerOffer, Id, JoinWaitlist, WaitingList, WaitingListQuery, WaitingView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { AnswerOfferHandler } from '../application/answer-offer.handler.js';
import { FindWaiting } from '../application/find-waiting.query.js';
import { JoinWaitlistHandler } from '../application/join-waitlist.handler.js';

@Controller('v1/waiting')
export class WaitingController {
  constructor(
    private readonly joining: JoinWaitlistHandler,
    private readonly answering: AnswerOfferHandler,
    private readonly waiting: FindWaiting,
  ) {}

  /** Only of a session that is full; a place that is free is booked. */
  @Post()
  @RequirePermission('day-care.booking.place')
  @Answer(WaitingView, 201)
  async join(
    @Body({ schema: JoinWaitlist }) wanted: JoinWaitlist,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<WaitingView> {
    return this.waiting.one(actor, await this.joining.execute({ actor, wanted, request, meta }));
  }

  @Get()
  @RequirePermission('day-care.booking.read')
  @ListOf(WaitingList, 'waiting')
  list(
    @Query({ schema: WaitingListQuery }) query: WaitingListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<WaitingList> {
    return this.waiting.list(actor, query);
  }

  @Get(':id')
  @RequirePermission('day-care.booking.read')
  @Answer(WaitingView)
  get(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<WaitingView> {
    return this.waiting.one(actor, id);
  }

  /** Takes the place that is kept: a booking of the same id. */
  @Post(':id/acceptance')
  @RequirePermission('day-care.booking.place')
  @Answer(WaitingView)
  async accept(
    @Param('id', { schema: Id }) waitingId: string,
    @Body({ schema: AnswerOffer }) body: AnswerOffer,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<WaitingView> {
    return this.waiting.one(actor, await this.answering.accept({ actor, waitingId, request, meta }, body));
  }

  /** Does not want the place that is kept, or to wait any longer. */
  @Post(':id/refusal')
  @RequirePermission('day-care.booking.cancel')
  @Answer(WaitingView)
  async refuse(
    @Param('id', { schema: Id }) waitingId: string,
    @Body({ schema: AnswerOffer }) body: AnswerOffer,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<WaitingView> {
    return this.waiting.one(actor, await this.answering.refuse({ actor, waitingId, request, meta }, body));
  }
}
