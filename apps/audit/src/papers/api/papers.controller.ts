import { RequirePermission } from '@doorstep/auth';
import { Id, OpenPaper, PaperEntry, PaperListQuery, PaperPage, PaperView } from '@doorstep/contracts';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { ReadPapers } from '../application/read-papers.query.js';
import { WritePaperHandler } from '../application/write-paper.handler.js';

@Controller('v1/papers')
export class PapersController {
  constructor(
    private readonly reading: ReadPapers,
    private readonly writing: WritePaperHandler,
  ) {}

  @Post()
  @RequirePermission('audit.work.write')
  @LooksUp('papers')
  @Answer(PaperView, 201)
  async open(
    @Body({ schema: OpenPaper }) body: OpenPaper,
    @IdempotencyKey() request: IdempotentRequest,
  ): Promise<PaperView> {
    return this.reading.one(await this.writing.open(body, request));
  }

  @Get()
  @RequirePermission('audit.events.read')
  @LooksUp('papers')
  @Answer(PaperPage)
  list(@Query({ schema: PaperListQuery }) query: PaperListQuery): Promise<PaperPage> {
    return this.reading.page(query);
  }

  @Get(':id')
  @RequirePermission('audit.events.read')
  @LooksUp('papers')
  @Answer(PaperView)
  one(@Param('id', { schema: Id }) id: string): Promise<PaperView> {
    return this.reading.one(id);
  }

  @Post(':id/entries')
  @RequirePermission('audit.work.write')
  @LooksUp('papers')
  @Answer(PaperView, 200)
  async write(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PaperEntry }) body: PaperEntry,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<PaperView> {
    await this.writing.write(id, body, request, meta);
    return this.reading.one(id);
  }
}
