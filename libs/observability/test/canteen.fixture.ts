import { CurrentActor, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import { Id } from '@doorstep/contracts';
import { ConflictError, NotFoundError, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Module, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { Answer, assertVersion, IdempotencyKey, IfMatch, Meta, PreferWait } from '../src/index.js';
import type { ServiceDefinition } from '../src/index.js';

export const DishBody = z.strictObject({
  name: z.string().min(1).max(40),
  priceFen: z.int().min(0).max(1_000_000),
  tags: z
    .array(z.enum(['soft', 'halal']))
    .max(5)
    .default([]),
});
const ListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional(),
});
const Dish = z.object({ id: Id, version: z.int(), priceFen: z.int() }).meta({ id: 'Dish' });
const Echo = z.object({ actor: z.string(), key: z.string(), route: z.string(), bodyHash: z.string(), waitMs: z.int() });

export const UNKNOWN_ID = '019a0000-0000-7000-8000-000000000404';

@Controller('v1/dishes')
export class DishesController {
  @Get()
  @RequirePermission('operations.parked-keys.read')
  @Answer(z.object({ items: z.array(Dish) }))
  list(@Query({ schema: ListQuery }) _query: z.output<typeof ListQuery>): object {
    return { items: [], secret: 'never leaves' };
  }

  @Get(':id')
  @RequirePermission('operations.parked-keys.read')
  @Answer(Dish, 200, { etag: 'version' })
  get(@Param('id', { schema: Id }) id: string): object {
    if (id === UNKNOWN_ID) throw new NotFoundError('DISH.NOT_FOUND', 'no such dish', { id });
    return { id, version: 7, priceFen: 1200, costFen: 800 };
  }

  @Post()
  @RequirePermission('operations.parked-keys.act')
  @Answer(Echo, 201)
  create(
    @Body({ schema: DishBody }) _body: z.output<typeof DishBody>,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
    @PreferWait() waitMs: number,
  ): object {
    return { ...request, actor: meta.actor, waitMs };
  }

  @Put(':id')
  @RequirePermission('operations.parked-keys.act')
  @Answer(null)
  change(
    @Param('id', { schema: Id }) _id: string,
    @Body({ schema: DishBody }) _body: z.output<typeof DishBody>,
    @IfMatch() version: number,
  ): void {
    assertVersion(version, 7);
  }

  @Post(':id/sell-out')
  @RequirePermission('operations.parked-keys.act')
  @Answer(null, 200)
  sellOut(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): void {
    throw failures[id]?.() ?? new ConflictError('DISH.SOLD_OUT', `already, says ${actor.subject}`);
  }
}

/** What a use case may throw, by the id that is asked for. */
export const failures: Record<string, () => unknown> = {};

export function failWith(make: () => unknown): string {
  const id = uuidv7();
  failures[id] = make;
  return id;
}

@Module({ controllers: [DishesController] })
class DishesModule {}

export const canteen: ServiceDefinition = {
  name: 'meal-orders',
  title: 'Canteen',
  module: DishesModule,
  records: [],
  migrations: [],
  storage: 'none',
};
