import { Readable } from 'node:stream';
import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  ApiAnswer,
  ApiRequestType,
  ImportText,
  ListImportView,
  ListName,
  ListQuery,
  MAX_IMPORT_BYTES,
  ReleaseErased,
} from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, BodyLimit, CLOCK, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Header, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ExportList } from '../application/export-list.handler.js';
import { PrepareList } from '../application/prepare-list.handler.js';
import { ReleaseErased as ReleaseErasedHandler } from '../application/release-erased.handler.js';

@Controller('v1')
export class ListsController {
  constructor(
    private readonly prepareList: PrepareList,
    private readonly exportList: ExportList,
    private readonly releaseErased: ReleaseErasedHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Shows what the whole list would change; nothing is done before it is applied. */
  @Post('lists/:list/imports')
  @RequirePermission('registry.list.prepare')
  @BodyLimit(MAX_IMPORT_BYTES)
  @ApiRequestType('text/csv')
  @Answer(ListImportView, 201)
  prepare(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('list', { schema: ListName }) list: ListName,
    @Query({ schema: ListQuery }) { area = null }: { area?: string | null },
    @Body({ schema: ImportText }) csv: ImportText,
  ): Promise<ListImportView> {
    return this.prepareList.execute({ actor, list, area, csv, at: this.clock.now(), request });
  }

  @Get('lists/:list/export')
  @RequirePermission('registry.list.export')
  @ApiAnswer({ status: 200, description: 'What holds today, in the form of an import.' })
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('cache-control', 'no-store')
  async export(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('list', { schema: ListName }) list: ListName,
    @Query({ schema: ListQuery }) { area = null }: { area?: string | null },
  ): Promise<StreamableFile> {
    const file = await this.exportList.execute({ actor, list, area, at: this.clock.now(), meta });
    return new StreamableFile(Readable.from(Buffer.from(file)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${list}.csv"`,
    });
  }

  @Post('erased-references/release')
  @RequirePermission('registry.erased.release')
  @Answer(null)
  release(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Body({ schema: ReleaseErased }) body: ReleaseErased,
  ): Promise<void> {
    return this.releaseErased.execute(actor, body, this.clock.now(), meta);
  }
}
