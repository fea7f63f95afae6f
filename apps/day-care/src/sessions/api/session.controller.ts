import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import type { SessionView } from '@doorstep/contracts';
import {
  Code,
  DateField,
  PlanSession,
  SessionList,
  SessionListQuery,
  SessionView as SessionSchema,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IfMatch, ListOf, Meta } from '@doorstep/observability';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { FindSessions } from '../application/find-sessions.query.js';
import { PlanSessionHandler } from '../application/plan-session.handler.js';
import { seenVersion } from './seen-version.js';
import { viewOf } from './session.view.js';

@Controller('v1/centres/:siteId/sessions')
export class SessionController {
  constructor(
    private readonly plan: PlanSessionHandler,
    private readonly sessions: FindSessions,
  ) {}

  /** The first plan of a date needs no If-Match; every later one does. */
  @Put(':serviceDate')
  @RequirePermission('day-care.session.plan')
  @Answer(SessionSchema, 200, { etag: 'version' })
  async put(
    @Param('siteId', { schema: Code }) siteId: string,
    @Param('serviceDate', { schema: DateField }) serviceDate: string,
    @Body({ schema: PlanSession }) body: PlanSession,
    @IfMatch({ optional: true }) seen: number | undefined,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<SessionView> {
    const place = { siteId, serviceDate: serviceDate as LocalDate };
    const command = { actor, ...place, plan: body, assertVersion: seenVersion(seen), meta };
    return viewOf(await this.sessions.planned(await this.plan.execute(command)));
  }

  @Get(':serviceDate')
  @RequirePermission('day-care.session.read')
  @Answer(SessionSchema, 200, { etag: 'version' })
  async get(
    @Param('siteId', { schema: Code }) siteId: string,
    @Param('serviceDate', { schema: DateField }) serviceDate: string,
    @CurrentActor() actor: Actor,
  ): Promise<SessionView> {
    return viewOf(await this.sessions.one(actor, siteId, serviceDate as LocalDate));
  }

  @Get()
  @RequirePermission('day-care.session.read')
  @ListOf(SessionList, 'sessions')
  async list(
    @Param('siteId', { schema: Code }) siteId: string,
    @Query({ schema: SessionListQuery }) query: SessionListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<SessionList> {
    const { from, to } = query as { from?: LocalDate; to?: LocalDate };
    return { items: (await this.sessions.list(actor, siteId, from, to)).map(viewOf) };
  }
}
