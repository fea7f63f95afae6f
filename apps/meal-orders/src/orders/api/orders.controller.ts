import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { OrderPage, OrderPath, OrderQuery, OrderView, PlaceOrder } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, ListOf, Meta, PreferWait } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ListMealOrdersHandler } from '../application/list-meal-orders.handler.js';
import { OrderActs } from '../application/order-acts.js';
import { PlaceMealOrderHandler } from '../application/place-meal-order.handler.js';
import { orderView } from './order.view.js';

@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly placing: PlaceMealOrderHandler,
    private readonly listing: ListMealOrdersHandler,
    private readonly acts: OrderActs,
  ) {}

  @Post()
  @RequirePermission('meal-orders.order.place')
  @Answer(OrderView, 201)
  async place(
    @Body({ schema: PlaceOrder }) body: PlaceOrder,
    @IdempotencyKey() request: IdempotentRequest,
    @PreferWait() waitMs: number,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<OrderView> {
    return orderView(await this.placing.execute({ body, actor, request, meta, waitMs }), actor);
  }

  @Get()
  @RequirePermission('meal-orders.order.read')
  @ListOf(OrderPage, 'orders')
  async list(@Query({ schema: OrderQuery }) query: OrderQuery, @CurrentActor() actor: Actor): Promise<OrderPage> {
    const { items, next } = await this.listing.execute(query, actor);
    return { items: items.map((order) => orderView(order, actor)), next };
  }

  @Get(':id')
  @RequirePermission('meal-orders.order.read')
  @Answer(OrderView)
  async find(@Param({ schema: OrderPath }) { id }: OrderPath, @CurrentActor() actor: Actor): Promise<OrderView> {
    return orderView(await this.acts.visible(id, actor), actor);
  }
}
