import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { Id, OwedQuery, OwedView, StatementLinePage, StatementLineQuery } from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { ReadStatements } from '../application/read-statements.query.js';

const PostingId = z.string().regex(/^\d{1,18}$/);

/** What stands on statements, and what is owed at all. */
@Controller('v1/statements')
export class StatementLinesController {
  constructor(private readonly reading: ReadStatements) {}

  /** What an operator is owed, and since when. */
  @Get('owed')
  @RequirePermission('benefits.statement.read')
  @Answer(OwedView)
  owed(@Query({ schema: OwedQuery }) { siteId }: OwedQuery, @CurrentActor() actor: Actor): Promise<OwedView> {
    return this.reading.owed(siteId, actor);
  }

  @Get(':statementId/lines')
  @RequirePermission('benefits.statement.read')
  @ListOf(StatementLinePage, 'statement-lines')
  async lines(
    @Param('statementId', { schema: Id }) statementId: string,
    @Query({ schema: StatementLineQuery }) query: StatementLineQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof StatementLinePage>> {
    const { cursor, ...filter } = query;
    const rows = await this.reading.lines(statementId, { ...filter, after: readCursor(cursor, PostingId) }, actor);
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(items.at(-1)?.postingId) : null };
  }
}
