import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { DecideUnsealing, Id, RequestUnsealing, UnsealedPerson, UnsealingView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { DecideUnsealing as DecideUnsealingHandler } from '../application/decide-unsealing.handler.js';
import { LookAtUnsealed } from '../application/look-at-unsealed.handler.js';
import { RequestUnsealing as RequestUnsealingHandler } from '../application/request-unsealing.handler.js';

@Controller('v1/unsealings')
export class UnsealingsController {
  constructor(
    private readonly requestUnsealing: RequestUnsealingHandler,
    private readonly decideUnsealing: DecideUnsealingHandler,
    private readonly lookAtUnsealed: LookAtUnsealed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @RequirePermission('registry.unsealing.request')
  @Answer(UnsealingView, 201)
  request(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Body({ schema: RequestUnsealing }) body: RequestUnsealing,
  ): Promise<UnsealingView> {
    return this.requestUnsealing.execute({ actor, body, at: this.clock.now(), meta, request });
  }

  @Get(':id')
  @RequirePermission('registry.unsealing.read')
  @Answer(UnsealingView)
  view(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) unsealingId: string): Promise<UnsealingView> {
    return this.decideUnsealing.view(actor, unsealingId);
  }

  @Post(':id/decision')
  @RequirePermission('registry.unsealing.decide')
  @Answer(UnsealingView, 200)
  decide(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) unsealingId: string,
    @Body({ schema: DecideUnsealing }) { decision }: DecideUnsealing,
  ): Promise<UnsealingView> {
    return this.decideUnsealing.execute(actor, unsealingId, decision, meta);
  }

  @Post(':id/people/:personId/look')
  @RequirePermission('registry.unsealing.look')
  @Answer(UnsealedPerson, 200)
  look(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) unsealingId: string,
    @Param('personId', { schema: Id }) personId: string,
  ): Promise<UnsealedPerson> {
    return this.lookAtUnsealed.execute(actor, unsealingId, personId, meta);
  }
}
