import type { Actor } from '@doorstep/auth';
import { CurrentActor, maySeePlace, RequirePermission } from '@doorstep/auth';
import type { StatementAct } from '@doorstep/contracts';
import { DateField, DraftStatement, Id, StatementListQuery, StatementPage, StatementView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { ActOnStatement } from '../application/act-on-statement.js';
import { ReadStatements } from '../application/read-statements.query.js';
import type { StatementPlace } from '../application/statement-reader.port.js';

const Place = z.object({ lastOn: DateField, statementId: Id });

@Controller('v1/statements')
export class StatementsController {
  constructor(
    private readonly reading: ReadStatements,
    private readonly acting: ActOnStatement,
  ) {}

  /** Newest period first; operators see their own sites'. */
  @Get()
  @RequirePermission('benefits.statement.read')
  @ListOf(StatementPage, 'statements')
  async list(
    @Query({ schema: StatementListQuery }) query: StatementListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof StatementPage>> {
    const { cursor, ...filter } = query;
    const rows = await this.reading.list({ ...filter, after: readCursor(cursor, Place) }, actor);
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(placeOf(items.at(-1))) : null };
  }

  @Post()
  @RequirePermission('benefits.statement.draft')
  @Answer(StatementView, 201)
  draft(
    @Body({ schema: DraftStatement }) body: DraftStatement,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<StatementView> {
    return this.acting.draft({ request, meta, maySee: (siteId) => maySeePlace(actor, siteId) }, body);
  }

  @Get(':statementId')
  @RequirePermission('benefits.statement.read')
  @Answer(StatementView, 200, { etag: 'version' })
  one(@Param('statementId', { schema: Id }) statementId: string, @CurrentActor() actor: Actor): Promise<StatementView> {
    return this.reading.one(statementId, actor);
  }

  @Post(':statementId/check')
  @RequirePermission('benefits.statement.check')
  @Answer(StatementView, 201)
  check(
    @Param('statementId', { schema: Id }) statementId: string,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<StatementView> {
    return this.act(statementId, 'check', { request, meta, actor });
  }

  /** Gives a checked statement back to be looked at again. */
  @Post(':statementId/return')
  @RequirePermission('benefits.statement.return')
  @Answer(StatementView, 201)
  giveBack(
    @Param('statementId', { schema: Id }) statementId: string,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<StatementView> {
    return this.act(statementId, 'return', { request, meta, actor });
  }

  /** By somebody who neither drew it up nor checked it. */
  @Post(':statementId/approve')
  @RequirePermission('benefits.statement.approve')
  @Answer(StatementView, 201)
  approve(
    @Param('statementId', { schema: Id }) statementId: string,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<StatementView> {
    return this.act(statementId, 'approve', { request, meta, actor });
  }

  /** Throws a draft away; its postings wait for the next one. */
  @Post(':statementId/discard')
  @RequirePermission('benefits.statement.draft')
  @Answer(StatementView, 201)
  discard(
    @Param('statementId', { schema: Id }) statementId: string,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @CurrentActor() actor: Actor,
  ): Promise<StatementView> {
    return this.act(statementId, 'discard', { request, meta, actor });
  }

  private act(
    statementId: string,
    act: StatementAct,
    { actor, ...asked }: { readonly request: IdempotentRequest; readonly meta: EventMeta; readonly actor: Actor },
  ): Promise<StatementView> {
    return this.acting.act({ ...asked, maySee: (siteId) => maySeePlace(actor, siteId) }, statementId, act);
  }
}

function placeOf(last: StatementView | undefined): StatementPlace | undefined {
  return last && { lastOn: last.lastOn, statementId: last.statementId };
}
