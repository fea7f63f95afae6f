import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { CancelOrder, OrderPath, OrderView, RecordMealNoShow, ReturnOrder } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CancelMealOrderHandler } from '../application/cancel-meal-order.handler.js';
import { RecordNoShowHandler } from '../application/record-no-show.handler.js';
import { ReturnMealOrderHandler } from '../application/return-meal-order.handler.js';
import { orderView } from './order.view.js';

@Controller('v1/orders/:id')
export class OrderEndsController {
  constructor(
    private readonly cancelling: CancelMealOrderHandler,
    private readonly missing: RecordNoShowHandler,
    private readonly returning: ReturnMealOrderHandler,
  ) {}

  @Post('cancellation')
  @RequirePermission('meal-orders.order.cancel')
  @Answer(OrderView)
  async cancel(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: CancelOrder }) body: CancelOrder,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    const { order } = await this.cancelling.execute({ orderId, body: body ?? {}, request, actor, meta });
    return orderView(order, actor);
  }

  @Post('no-show')
  @RequirePermission('meal-orders.order.serve')
  @Answer(OrderView)
  async noShow(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: RecordMealNoShow }) _body: RecordMealNoShow,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    const { order } = await this.missing.execute({ orderId, request, actor, meta });
    return orderView(order, actor);
  }

  @Post('return')
  @RequirePermission('meal-orders.order.serve')
  @Answer(OrderView)
  async takeBack(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: ReturnOrder }) body: ReturnOrder,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    const { order } = await this.returning.execute({ orderId, body, request, actor, meta });
    return orderView(order, actor);
  }
}
