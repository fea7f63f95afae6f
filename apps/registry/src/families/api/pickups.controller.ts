import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { AuthorisePickup, Id, PickupList, PickupView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ListPickups } from '../application/list-pickups.query.js';
import { Pickups } from '../application/pickups.js';

@Controller('v1/people/:id/pickup-persons')
export class PickupsController {
  constructor(
    private readonly listPickups: ListPickups,
    private readonly pickups: Pickups,
  ) {}

  @Get()
  @RequirePermission('registry.pickup.read')
  @Answer(PickupList)
  list(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
  ): Promise<PickupList> {
    return this.listPickups.execute(actor, meta, personId);
  }

  @Post()
  @RequirePermission('registry.pickup.write')
  @Answer(PickupView, 201)
  authorise(
    @CurrentActor() actor: Actor,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: AuthorisePickup }) body: AuthorisePickup,
  ): Promise<PickupView> {
    return this.pickups.authorise(actor, request, personId, body);
  }

  @Post(':pickupId/end')
  @RequirePermission('registry.pickup.write')
  @Answer(null)
  end(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Param('pickupId', { schema: Id }) pickupId: string,
  ): Promise<void> {
    return this.pickups.end(actor, personId, pickupId);
  }
}
