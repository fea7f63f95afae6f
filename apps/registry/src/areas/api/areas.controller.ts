import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  AreaHistoryView,
  AreaPage,
  AreaPaths,
  AreaQuery,
  Code,
  CreateArea,
  MergeArea,
  MoveArea,
  OnQuery,
  RenameArea,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, IfMatch, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { FindAreas } from '../application/find-areas.query.js';
import { WriteAreas } from '../application/write-areas.handler.js';

@Controller('v1/areas')
export class AreasController {
  constructor(
    private readonly find: FindAreas,
    private readonly write: WriteAreas,
  ) {}

  @Get()
  @RequirePermission('registry.area.read')
  @ListOf(AreaPage, 'areas')
  list(@CurrentActor() actor: Actor, @Query({ schema: AreaQuery }) query: AreaQuery): Promise<AreaPage> {
    return this.find.list(actor, query);
  }

  @Post()
  @RequirePermission('registry.area.write')
  @Answer(AreaHistoryView, 201, { etag: 'version' })
  create(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Body({ schema: CreateArea }) body: CreateArea,
  ): Promise<AreaHistoryView> {
    return this.write.create({ actor, meta }, body, request);
  }

  @Get(':code')
  @RequirePermission('registry.area.read')
  @Answer(AreaHistoryView, 200, { etag: 'version' })
  view(@CurrentActor() actor: Actor, @Param('code', { schema: Code }) code: string): Promise<AreaHistoryView> {
    return this.find.one(actor, code);
  }

  /** The area and all that it lies in on a date. */
  @Get(':code/path')
  @RequirePermission('registry.area.read')
  @Answer(AreaPaths)
  path(
    @CurrentActor() actor: Actor,
    @Param('code', { schema: Code }) code: string,
    @Query({ schema: OnQuery }) { on }: OnQuery,
  ): Promise<AreaPaths> {
    return this.find.pathOf(actor, code, on);
  }

  @Post(':code/name')
  @RequirePermission('registry.area.write')
  @Answer(AreaHistoryView, 200, { etag: 'version' })
  rename(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('code', { schema: Code }) code: string,
    @Body({ schema: RenameArea }) body: RenameArea,
  ): Promise<AreaHistoryView> {
    return this.write.rename({ actor, meta, code, seen: seen ?? 0 }, body);
  }

  @Post(':code/parent')
  @RequirePermission('registry.area.write')
  @Answer(AreaHistoryView, 200, { etag: 'version' })
  move(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('code', { schema: Code }) code: string,
    @Body({ schema: MoveArea }) body: MoveArea,
  ): Promise<AreaHistoryView> {
    return this.write.move({ actor, meta, code, seen: seen ?? 0 }, body);
  }

  @Post(':code/merger')
  @RequirePermission('registry.area.write')
  @Answer(AreaHistoryView, 200, { etag: 'version' })
  merge(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('code', { schema: Code }) code: string,
    @Body({ schema: MergeArea }) body: MergeArea,
  ): Promise<AreaHistoryView> {
    return this.write.merge({ actor, meta, code, seen: seen ?? 0 }, body);
  }
}
