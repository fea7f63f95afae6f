import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ApplicationPage, ApplicationQuery, ApplicationView, DraftApplication, Id } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { DraftApplication as DraftApplicationHandler } from '../application/draft-application.handler.js';
import { FindApplications } from '../application/find-applications.query.js';

@Controller('v1')
export class ApplicationsController {
  constructor(
    private readonly draftApplication: DraftApplicationHandler,
    private readonly applications: FindApplications,
  ) {}

  @Post('people/:id/applications')
  @RequirePermission('registry.application.write')
  @Answer(ApplicationView, 201, { etag: 'version' })
  draft(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: DraftApplication }) body: DraftApplication,
  ): Promise<ApplicationView> {
    return this.draftApplication.execute({ actor, personId, body, meta, request });
  }

  @Get('applications')
  @RequirePermission('registry.application.read')
  @ListOf(ApplicationPage, 'applications')
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: ApplicationQuery }) query: ApplicationQuery,
  ): Promise<ApplicationPage> {
    return this.applications.list(actor, query);
  }

  @Get('applications/:id')
  @RequirePermission('registry.application.read')
  @Answer(ApplicationView, 200, { etag: 'version' })
  view(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) applicationId: string): Promise<ApplicationView> {
    return this.applications.one(actor, applicationId);
  }
}
