import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { AreaPaths, Id, OnQuery } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { FindAreas } from '../application/find-areas.query.js';

@Controller('v1/people/:id/areas')
export class AreasOfPeopleController {
  constructor(private readonly find: FindAreas) {}

  /** The areas in which somebody lives and is registered on a date. */
  @Get()
  @RequirePermission('registry.fact.read')
  @Answer(AreaPaths)
  paths(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Query({ schema: OnQuery }) { on }: OnQuery,
  ): Promise<AreaPaths> {
    return this.find.pathsOfPerson(actor, personId, on);
  }
}
