import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { DuplicatePage, DuplicateQuery } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK, ListOf, Meta } from '@doorstep/observability';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { FindDuplicates } from '../application/find-duplicates.query.js';

@Controller('v1/duplicates')
export class DuplicatesController {
  constructor(
    private readonly findDuplicates: FindDuplicates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('registry.duplicate.read')
  @ListOf(DuplicatePage, 'duplicates')
  list(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Query({ schema: DuplicateQuery }) query: DuplicateQuery,
  ): Promise<DuplicatePage> {
    return this.findDuplicates.execute(actor, query, this.clock.now(), meta);
  }
}
