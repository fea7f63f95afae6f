import type { Actor } from '@doorstep/auth';
import { CurrentActor, maySeePlace, placesOf, RequirePermission } from '@doorstep/auth';
import { GrantListQuery, GrantPage, GrantView, Id, ProposalDecision, ProposeGrant } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { StatementSiteNotFoundError } from '../../statements/domain/statement.errors.js';
import { ActOnGrant } from '../application/act-on-grant.js';
import { GrantNotFoundError } from '../domain/grant.errors.js';

@Controller('v1/grants')
export class GrantsController {
  constructor(private readonly grants: ActOnGrant) {}

  /** Newest first; operators see those of their own sites. */
  @Get()
  @RequirePermission('benefits.grant.read')
  @ListOf(GrantPage, 'grants')
  async list(
    @Query({ schema: GrantListQuery }) query: GrantListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof GrantPage>> {
    const { cursor, ...filter } = query;
    const siteIds = placesOf(actor);
    const rows = await this.grants.list({ ...filter, siteIds, after: readCursor(cursor, Id) });
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(items.at(-1)?.grantId) : null };
  }

  @Get(':grantId')
  @RequirePermission('benefits.grant.read')
  @Answer(GrantView)
  async one(@Param('grantId', { schema: Id }) grantId: string, @CurrentActor() actor: Actor): Promise<GrantView> {
    const grant = await this.grants.one(grantId);
    if (!maySeePlace(actor, grant.siteId)) throw new GrantNotFoundError();
    return grant;
  }

  @Post()
  @RequirePermission('benefits.grant.propose')
  @Answer(GrantView, 201)
  async propose(
    @Body({ schema: ProposeGrant }) body: ProposeGrant,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<GrantView> {
    if (!maySeePlace(actor, body.siteId)) throw new StatementSiteNotFoundError();
    return this.grants.propose(body, request, meta);
  }

  /** By somebody else than who proposed it; a confirmed grant is owed to the operator from then on. */
  @Post(':grantId/decision')
  @RequirePermission('benefits.grant.decide')
  @Answer(GrantView, 201)
  async decide(
    @Param('grantId', { schema: Id }) grantId: string,
    @Body({ schema: ProposalDecision }) { decision }: ProposalDecision,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<GrantView> {
    const grant = await this.one(grantId, actor);
    return this.grants.decide(grant, decision === 'confirm', request, meta);
  }
}
