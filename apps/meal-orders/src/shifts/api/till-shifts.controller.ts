import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { CloseShift, OpenShift, ShiftPage, ShiftQuery, ShiftView, TillShiftPath } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CloseShiftHandler } from '../application/close-shift.handler.js';
import { FindShiftsHandler } from '../application/find-shifts.handler.js';
import { OpenShiftHandler } from '../application/open-shift.handler.js';
import { shiftView } from './till-shift.view.js';

@Controller('v1/till-shifts')
export class TillShiftsController {
  constructor(
    private readonly opening: OpenShiftHandler,
    private readonly closing: CloseShiftHandler,
    private readonly finding: FindShiftsHandler,
  ) {}

  @Post()
  @RequirePermission('meal-orders.shift.write')
  @Answer(ShiftView, 201)
  async open(
    @Body({ schema: OpenShift }) body: OpenShift,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<ShiftView> {
    const id = await this.opening.execute({ body, actor, request, meta });
    return shiftView(await this.finding.one(id, actor));
  }

  @Get()
  @RequirePermission('meal-orders.shift.read')
  @ListOf(ShiftPage, 'till-shifts')
  async list(@Query({ schema: ShiftQuery }) query: ShiftQuery, @CurrentActor() actor: Actor): Promise<ShiftPage> {
    const { items, next } = await this.finding.list(query, actor);
    return { items: items.map(shiftView), next };
  }

  @Get(':id')
  @RequirePermission('meal-orders.shift.read')
  @Answer(ShiftView)
  async find(
    @Param({ schema: TillShiftPath }) { id }: TillShiftPath,
    @CurrentActor() actor: Actor,
  ): Promise<ShiftView> {
    return shiftView(await this.finding.one(id, actor));
  }

  @Post(':id/closing')
  @RequirePermission('meal-orders.shift.write')
  @Answer(ShiftView)
  async close(
    @Param({ schema: TillShiftPath }) { id }: TillShiftPath,
    @Body({ schema: CloseShift }) body: CloseShift,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<ShiftView> {
    await this.closing.execute({ shiftId: id, body, actor, request, meta });
    return shiftView(await this.finding.one(id, actor));
  }
}
