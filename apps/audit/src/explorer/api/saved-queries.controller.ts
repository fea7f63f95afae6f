import { RequirePermission } from '@doorstep/auth';
import { Id, SavedQueryListQuery, SavedQueryPage, SavedQueryView, SaveQuery } from '@doorstep/contracts';
import { Answer, IdempotencyKey, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { SavedQueryHandler } from '../application/save-query.handler.js';

@Controller('v1/saved-queries')
export class SavedQueriesController {
  constructor(private readonly queries: SavedQueryHandler) {}

  @Post()
  @RequirePermission('audit.work.write')
  @Answer(SavedQueryView, 201)
  save(
    @Body({ schema: SaveQuery }) body: SaveQuery,
    @IdempotencyKey() request: IdempotentRequest,
  ): Promise<SavedQueryView> {
    return this.queries.save(body, request);
  }

  @Get()
  @LooksUp('saved-queries')
  @RequirePermission('audit.events.read')
  @ListOf(SavedQueryPage, 'saved-queries')
  list(@Query({ schema: SavedQueryListQuery }) query: SavedQueryListQuery): Promise<SavedQueryPage> {
    return this.queries.page(query);
  }

  @Get(':id')
  @LooksUp('saved-queries')
  @RequirePermission('audit.events.read')
  @Answer(SavedQueryView)
  one(@Param('id', { schema: Id }) id: string): Promise<SavedQueryView> {
    return this.queries.one(id);
  }
}
