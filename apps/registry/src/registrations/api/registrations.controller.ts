import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  FactView,
  Id,
  QuickRegister,
  QuickRegistered,
  UnverifiedPage,
  UnverifiedQuery,
  VerifyPerson,
} from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IdempotencyKey, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ListUnverified } from '../application/list-unverified.query.js';
import { QuickRegister as QuickRegisterHandler } from '../application/quick-register.handler.js';
import { VerifyPerson as VerifyPersonHandler } from '../application/verify-person.handler.js';

@Controller('v1')
export class RegistrationsController {
  constructor(
    private readonly quickRegister: QuickRegisterHandler,
    private readonly verifyPerson: VerifyPersonHandler,
    private readonly listUnverified: ListUnverified,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('quick-registrations')
  @RequirePermission('registry.person.register')
  @Answer(QuickRegistered, 201)
  register(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Body({ schema: QuickRegister }) body: QuickRegister,
  ): Promise<QuickRegistered> {
    return this.quickRegister.execute({ actor, body, at: this.clock.now(), meta, request });
  }

  @Get('unverified-people')
  @RequirePermission('registry.person.verify')
  @ListOf(UnverifiedPage, 'unverified-people')
  unverified(
    @CurrentActor() actor: Actor,
    @Query({ schema: UnverifiedQuery }) query: UnverifiedQuery,
  ): Promise<UnverifiedPage> {
    return this.listUnverified.execute(actor, query);
  }

  @Post('people/:id/verification')
  @RequirePermission('registry.person.verify')
  @Answer(FactView, 200)
  verify(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: VerifyPerson }) body: VerifyPerson,
  ): Promise<FactView> {
    return this.verifyPerson.execute({ actor, personId, body, meta });
  }
}
