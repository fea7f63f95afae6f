import { RequirePermission } from '@doorstep/auth';
import {
  AskSample,
  AskSampleSize,
  Id,
  ProjectionQuery,
  RecordChecks,
  SampleItemPage,
  SampleItemQuery,
  SampleListQuery,
  SamplePage,
  SampleProjection,
  SampleSize,
  SampleView,
} from '@doorstep/contracts';
import { Answer, IdempotencyKey, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { AskSampleHandler } from '../application/ask-sample.handler.js';
import { CheckSampleHandler } from '../application/check-sample.handler.js';

@Controller('v1')
export class SamplesController {
  constructor(
    private readonly asking: AskSampleHandler,
    private readonly checking: CheckSampleHandler,
  ) {}

  /** How many items a sample needs; nothing is drawn. */
  @Post('sample-sizes')
  @RequirePermission('audit.events.read')
  @Answer(SampleSize, 200)
  sizeOf(@Body({ schema: AskSampleSize }) body: AskSampleSize): SampleSize {
    return this.asking.sizeOf(body);
  }

  /** Answered at once; the sample is drawn by itself. */
  @Post('samples')
  @RequirePermission('audit.work.write')
  @LooksUp('samples')
  @Answer(SampleView, 202)
  ask(@Body({ schema: AskSample }) body: AskSample, @IdempotencyKey() request: IdempotentRequest): Promise<SampleView> {
    return this.asking.ask(body, request);
  }

  @Get('samples')
  @RequirePermission('audit.events.read')
  @LooksUp('samples')
  @ListOf(SamplePage, 'samples')
  list(@Query({ schema: SampleListQuery }) query: SampleListQuery): Promise<SamplePage> {
    return this.asking.page(query);
  }

  @Get('samples/:id')
  @RequirePermission('audit.events.read')
  @LooksUp('samples')
  @Answer(SampleView)
  one(@Param('id', { schema: Id }) id: string): Promise<SampleView> {
    return this.asking.one(id);
  }

  @Get('samples/:id/items')
  @RequirePermission('audit.events.read')
  @LooksUp('samples')
  @ListOf(SampleItemPage, 'sample-items')
  items(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: SampleItemQuery }) query: SampleItemQuery,
  ): Promise<SampleItemPage> {
    return this.checking.items(id, query);
  }

  @Post('samples/:id/checks')
  @RequirePermission('audit.work.write')
  @LooksUp('samples')
  @Answer(SampleView, 200)
  check(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RecordChecks }) body: RecordChecks,
    @IdempotencyKey() request: IdempotentRequest,
  ): Promise<SampleView> {
    return this.checking.record(id, body, request);
  }

  @Get('samples/:id/projection')
  @RequirePermission('audit.events.read')
  @LooksUp('samples')
  @Answer(SampleProjection)
  projection(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ProjectionQuery }) { confidence }: ProjectionQuery,
  ): Promise<SampleProjection> {
    return this.checking.projection(id, confidence);
  }
}
