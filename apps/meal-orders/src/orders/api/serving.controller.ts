import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { FailDelivery, HandOver, OrderPath, OrderView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { FailDeliveryHandler } from '../application/fail-delivery.handler.js';
import { ServeMealOrderHandler } from '../application/serve-meal-order.handler.js';
import { orderView } from './order.view.js';

@Controller('v1/orders/:id')
export class ServingController {
  constructor(
    private readonly serving: ServeMealOrderHandler,
    private readonly failing: FailDeliveryHandler,
  ) {}

  @Post('handover')
  @RequirePermission('meal-orders.order.serve')
  @Answer(OrderView)
  async handOver(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: HandOver }) body: HandOver,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    const { order } = await this.serving.execute({ orderId, by: 'handover', body: body ?? {}, request, actor, meta });
    return orderView(order, actor);
  }

  @Post('delivery')
  @RequirePermission('meal-orders.order.deliver')
  @Answer(OrderView)
  async deliver(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: HandOver }) body: HandOver,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    const { order } = await this.serving.execute({ orderId, by: 'delivery', body: body ?? {}, request, actor, meta });
    return orderView(order, actor);
  }

  @Post('delivery-failed')
  @RequirePermission('meal-orders.order.deliver')
  @Answer(OrderView)
  async failDelivery(
    @Param({ schema: OrderPath }) { id: orderId }: OrderPath,
    @Body({ schema: FailDelivery }) body: FailDelivery,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    const { order } = await this.failing.execute({ orderId, body, request, actor, meta });
    return orderView(order, actor);
  }
}
