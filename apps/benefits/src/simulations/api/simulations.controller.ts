import { RequirePermission } from '@doorstep/auth';
import {
  Id,
  InstantField,
  SimulationListQuery,
  SimulationPage,
  SimulationRequest,
  SimulationView,
} from '@doorstep/contracts';
import type { LocalMonth } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { SimulationDesk } from '../application/simulation-desk.js';
import { resultOf } from '../application/simulation-result.js';
import type { Simulation } from '../domain/simulation.js';

const Place = z.object({ requestedAt: InstantField, simulationId: Id });

@Controller('v1/policies/:policyId/simulations')
export class SimulationsController {
  constructor(private readonly desk: SimulationDesk) {}

  /** Replays a past month of everybody under this version, in the background. */
  @Post()
  @RequirePermission('benefits.policy.try')
  @Answer(SimulationView, 201)
  async request(
    @Param('policyId', { schema: Id }) policyId: string,
    @Body({ schema: SimulationRequest }) { month }: SimulationRequest,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<SimulationView> {
    return viewOf(await this.desk.request(policyId, month as LocalMonth, meta, request));
  }

  @Get()
  @RequirePermission('benefits.policy.read')
  @ListOf(SimulationPage, 'simulations')
  async list(
    @Param('policyId', { schema: Id }) policyId: string,
    @Query({ schema: SimulationListQuery }) { limit, cursor }: z.infer<typeof SimulationListQuery>,
  ): Promise<z.infer<typeof SimulationPage>> {
    const rows = await this.desk.list(policyId, readCursor(cursor, Place), limit);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const place = last && { requestedAt: last.requestedAt.toISOString(), simulationId: last.simulationId };
    return { items: items.map(viewOf), next: rows.length > limit ? cursorOf(place) : null };
  }

  @Get(':simulationId')
  @RequirePermission('benefits.policy.read')
  @Answer(SimulationView)
  async one(
    @Param('policyId', { schema: Id }) policyId: string,
    @Param('simulationId', { schema: Id }) simulationId: string,
  ): Promise<SimulationView> {
    return viewOf(await this.desk.find(policyId, simulationId));
  }

  @Post(':simulationId/cancellation')
  @RequirePermission('benefits.policy.try')
  @Answer(SimulationView)
  async cancel(
    @Param('policyId', { schema: Id }) policyId: string,
    @Param('simulationId', { schema: Id }) simulationId: string,
  ): Promise<SimulationView> {
    return viewOf(await this.desk.cancel(policyId, simulationId));
  }
}

function viewOf({ tally, requestedAt, finishedAt, afterPersonId: _, packId: __, ...rest }: Simulation): SimulationView {
  return {
    ...rest,
    requestedAt: requestedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    result: resultOf(tally),
  };
}
