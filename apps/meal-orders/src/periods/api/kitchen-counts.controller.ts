import type { Actor } from '@doorstep/auth';
import { CurrentActor, maySeePlace, RequirePermission } from '@doorstep/auth';
import { KitchenCounts, KitchenQuery } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Query } from '@nestjs/common';
import { KitchenBoard } from '../application/kitchen-counts.port.js';
import { EndingSiteNotFoundError } from '../domain/period-ending.errors.js';
import { kitchenView } from './kitchen-counts.view.js';

@Controller('v1/kitchen-counts')
export class KitchenCountsController {
  constructor(private readonly board: KitchenBoard) {}

  @Get()
  @RequirePermission('meal-orders.kitchen.read')
  @Answer(KitchenCounts)
  async find(
    @Query({ schema: KitchenQuery }) query: KitchenQuery,
    @CurrentActor() actor: Actor,
  ): Promise<KitchenCounts> {
    const { siteId, serviceDate, mealPeriod } = query;
    if (!maySeePlace(actor, siteId)) throw new EndingSiteNotFoundError();
    const counts = await this.board.counts(siteId, serviceDate, mealPeriod);
    return kitchenView(query, await this.board.orders(siteId, serviceDate, mealPeriod), counts);
  }
}
