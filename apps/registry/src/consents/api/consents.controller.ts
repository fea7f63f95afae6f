import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ConsentList, ConsentView, GiveConsent, Id } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { GiveConsent as GiveConsentHandler } from '../application/give-consent.handler.js';
import { ListConsents } from '../application/list-consents.query.js';

@Controller('v1/people/:id/consents')
export class ConsentsController {
  constructor(
    private readonly giveConsent: GiveConsentHandler,
    private readonly consents: ListConsents,
  ) {}

  @Get()
  @RequirePermission('registry.consent.read')
  @Answer(ConsentList)
  list(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) personId: string): Promise<ConsentList> {
    return this.consents.of(actor, personId);
  }

  @Post()
  @RequirePermission('registry.consent.write')
  @Answer(ConsentView, 201)
  give(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: GiveConsent }) body: GiveConsent,
  ): Promise<ConsentView> {
    return this.giveConsent.execute({ actor, personId, body, meta, request });
  }
}
