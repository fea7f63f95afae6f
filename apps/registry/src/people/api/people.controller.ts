import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  FactList,
  FactQuery,
  FactView,
  Id,
  PersonQuery,
  PersonView,
  RecordFact,
  RetractFact,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ListFacts } from '../application/list-facts.query.js';
import { RecordFact as RecordFactHandler } from '../application/record-fact.handler.js';
import { RetractFact as RetractFactHandler } from '../application/retract-fact.handler.js';
import { ViewPerson } from '../application/view-person.handler.js';

@Controller('v1/people/:id')
export class PeopleController {
  constructor(
    private readonly viewPerson: ViewPerson,
    private readonly listFacts: ListFacts,
    private readonly recordFact: RecordFactHandler,
    private readonly retractFact: RetractFactHandler,
  ) {}

  @Get()
  @RequirePermission('registry.person.read')
  @Answer(PersonView)
  view(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
    @Query({ schema: PersonQuery }) { purpose }: PersonQuery,
  ): Promise<PersonView> {
    return this.viewPerson.execute({ actor, meta, personId, purpose });
  }

  @Get('facts')
  @RequirePermission('registry.fact.read')
  @Answer(FactList)
  list(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Query({ schema: FactQuery }) query: FactQuery,
  ): Promise<FactList> {
    return this.listFacts.execute(actor, personId, query);
  }

  @Post('facts')
  @RequirePermission('registry.fact.write')
  @Answer(FactView, 201)
  record(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: RecordFact }) body: RecordFact,
  ): Promise<FactView> {
    return this.recordFact.execute({ actor, meta, request, personId, body });
  }

  @Post('facts/:factId/retraction')
  @RequirePermission('registry.fact.retract')
  @Answer(FactView, 201)
  retract(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Param('factId', { schema: Id }) factId: string,
    @Body({ schema: RetractFact }) body: RetractFact,
  ): Promise<FactView> {
    return this.retractFact.execute({ actor, meta, request, target: { personId, factId }, body });
  }
}
