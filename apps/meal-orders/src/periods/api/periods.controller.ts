import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ClosePeriod, CloseSite, ClosureView, MenuPath, MenuSitePath, PeriodClosingView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { EndPeriodHandler } from '../application/end-period.handler.js';
import { closingView, closureView } from './period-ending.view.js';

@Controller('v1/sites/:siteId')
export class PeriodsController {
  constructor(private readonly ending: EndPeriodHandler) {}

  @Post('closures')
  @RequirePermission('meal-orders.period.close')
  @Answer(ClosureView, 201)
  async close(
    @Param({ schema: MenuSitePath }) { siteId }: MenuSitePath,
    @Body({ schema: CloseSite }) body: CloseSite,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<ClosureView> {
    return closureView(await this.ending.execute({ kind: 'closure', siteId, ...body, actor, request, meta }));
  }

  @Post('periods/:serviceDate/:mealPeriod/closing')
  @RequirePermission('meal-orders.period.close')
  @Answer(PeriodClosingView, 201)
  async end(
    @Param({ schema: MenuPath }) path: MenuPath,
    @Body({ schema: ClosePeriod }) _body: ClosePeriod,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<PeriodClosingView> {
    return closingView(await this.ending.execute({ kind: 'closing', ...path, reason: null, actor, request, meta }));
  }
}
