import { AreaReach, CurrentActor, maySeePerson, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import { DateField, EntitlementDayView, EntitlementQuery, EntitlementView, Id } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { NotFoundError } from '@doorstep/kernel';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Put, Query } from '@nestjs/common';
import { RunDayHandler } from '../application/run-day.handler.js';
import { ShowEntitlementHandler } from '../application/show-entitlement.handler.js';

@Controller('v1')
export class EntitlementsController {
  constructor(
    private readonly show: ShowEntitlementHandler,
    private readonly days: RunDayHandler,
    private readonly areaReach: AreaReach,
  ) {}

  @Get('entitlements/:personId')
  @RequirePermission('benefits.entitlement.read')
  @Answer(EntitlementView)
  async one(
    @Param('personId', { schema: Id }) personId: string,
    @Query({ schema: EntitlementQuery }) { on }: EntitlementQuery,
    @CurrentActor() actor: Actor,
  ): Promise<EntitlementView> {
    if (!maySeePerson(await this.areaReach.to(actor, personId), personId))
      throw new NotFoundError('CLAIM.PERSON_NOT_FOUND', 'no such person');
    return this.show.execute(personId, on as LocalDate | undefined);
  }

  /** Issues and lapses again what the day brings; what was done is not done twice. */
  @Put('entitlement-days/:day')
  @RequirePermission('benefits.entitlement.run')
  @Answer(EntitlementDayView)
  async run(@Param('day', { schema: DateField }) day: string): Promise<EntitlementDayView> {
    const { done, people, issuedFen, lapsedFen } = await this.days.runAgain(day as LocalDate);
    return { day, done, people, issuedFen, lapsedFen };
  }
}
