import { Readable } from 'node:stream';
import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ApiAnswer, ApplyList, Id, ListDiffPage, ListDiffQuery, ListImportView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Header, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApplyList as ApplyListHandler } from '../application/apply-list.handler.js';
import { diffFile } from '../application/diff-file.js';
import { ReadLists } from '../application/read-lists.query.js';

@Controller('v1/list-imports/:id')
export class ListImportsController {
  constructor(
    private readonly applyList: ApplyListHandler,
    private readonly lists: ReadLists,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('registry.list.read')
  @Answer(ListImportView)
  view(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) importId: string): Promise<ListImportView> {
    return this.lists.view(actor, importId);
  }

  @Get('items')
  @RequirePermission('registry.list.read')
  @Answer(ListDiffPage)
  items(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) importId: string,
    @Query({ schema: ListDiffQuery }) query: ListDiffQuery,
  ): Promise<ListDiffPage> {
    return this.lists.page(actor, importId, query);
  }

  @Get('file')
  @RequirePermission('registry.list.read')
  @ApiAnswer({ status: 200, description: 'All differences as CSV, sent while they are read.' })
  @Header('cache-control', 'no-store')
  async file(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) importId: string): Promise<StreamableFile> {
    await this.lists.view(actor, importId);
    return new StreamableFile(Readable.from(diffFile(this.lists.all(actor, importId))), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="list-${importId}.csv"`,
    });
  }

  @Post('application')
  @RequirePermission('registry.list.apply')
  @Answer(ListImportView, 200)
  apply(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) importId: string,
    @Body({ schema: ApplyList }) body: ApplyList,
  ): Promise<ListImportView> {
    return this.applyList.execute({ actor, importId, body, at: this.clock.now(), meta, request });
  }

  @Post('discard')
  @RequirePermission('registry.list.prepare')
  @Answer(ListImportView, 200)
  discard(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) importId: string): Promise<ListImportView> {
    return this.lists.discard(actor, importId, this.clock.now());
  }
}
