import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { DecideErasure, ErasureView, Id, PersonExport, RequestErasure } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { DecideErasure as DecideErasureHandler } from '../application/decide-erasure.handler.js';
import { ExportPerson } from '../application/export-person.handler.js';
import { RequestErasure as RequestErasureHandler } from '../application/request-erasure.handler.js';

@Controller('v1')
export class ErasuresController {
  constructor(
    private readonly requestErasure: RequestErasureHandler,
    private readonly decideErasure: DecideErasureHandler,
    private readonly exportPerson: ExportPerson,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('people/:id/erasure')
  @RequirePermission('registry.erasure.request')
  @Answer(ErasureView, 201)
  request(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: RequestErasure }) body: RequestErasure,
  ): Promise<ErasureView> {
    return this.requestErasure.execute({ actor, personId, body, at: this.clock.now(), meta, request });
  }

  @Get('erasures/:id')
  @RequirePermission('registry.erasure.read')
  @Answer(ErasureView)
  view(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) erasureId: string): Promise<ErasureView> {
    return this.decideErasure.view(actor, erasureId);
  }

  @Post('erasures/:id/decision')
  @RequirePermission('registry.erasure.decide')
  @Answer(ErasureView, 200)
  decide(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) erasureId: string,
    @Body({ schema: DecideErasure }) { decision }: DecideErasure,
  ): Promise<ErasureView> {
    return this.decideErasure.execute({ actor, erasureId, decision, at: this.clock.now(), meta });
  }

  /** The access right: everything, for the person. */
  @Post('people/:id/export')
  @RequirePermission('registry.person.export')
  @Answer(PersonExport, 200)
  export(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
  ): Promise<PersonExport> {
    return this.exportPerson.execute(actor, personId, this.clock.now(), meta);
  }
}
