import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  AssignmentPage,
  AssignmentQuery,
  AssignmentView,
  EndAssignment,
  GrantAssignment,
  Id,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, IfMatch, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { EndAssignment as EndAssignmentHandler } from '../application/end-assignment.handler.js';
import { FindAssignments } from '../application/find-assignments.query.js';
import { GrantAssignment as GrantAssignmentHandler } from '../application/grant-assignment.handler.js';

@Controller('v1/staff-assignments')
export class StaffController {
  constructor(
    private readonly grantAssignment: GrantAssignmentHandler,
    private readonly endAssignment: EndAssignmentHandler,
    private readonly assignments: FindAssignments,
  ) {}

  @Post()
  @RequirePermission('registry.staff.write')
  @Answer(AssignmentView, 201, { etag: 'version' })
  grant(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Body({ schema: GrantAssignment }) body: GrantAssignment,
  ): Promise<AssignmentView> {
    return this.grantAssignment.execute({ actor, body, meta, request });
  }

  @Get()
  @RequirePermission('registry.staff.read')
  @ListOf(AssignmentPage, 'staff-assignments')
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: AssignmentQuery }) query: AssignmentQuery,
  ): Promise<AssignmentPage> {
    return this.assignments.list(actor, query);
  }

  /** What the caller's own account is assigned to. */
  @Get('own')
  @RequirePermission('registry.staff.read-own')
  @ListOf(AssignmentPage, 'staff-assignments')
  own(
    @CurrentActor() actor: Actor,
    @Query({ schema: AssignmentQuery }) query: AssignmentQuery,
  ): Promise<AssignmentPage> {
    return this.assignments.own(actor, query);
  }

  @Get(':id')
  @RequirePermission('registry.staff.read')
  @Answer(AssignmentView, 200, { etag: 'version' })
  view(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) assignmentId: string): Promise<AssignmentView> {
    return this.assignments.one(actor, assignmentId);
  }

  @Post(':id/end')
  @RequirePermission('registry.staff.write')
  @Answer(AssignmentView, 200, { etag: 'version' })
  end(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) assignmentId: string,
    @Body({ schema: EndAssignment }) body: EndAssignment,
  ): Promise<AssignmentView> {
    return this.endAssignment.execute({ actor, assignmentId, body, seen: seen ?? 0, meta });
  }
}
