import { actorRef, CurrentActor, hasPermission, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import {
  Id,
  InstantField,
  PolicyDetail,
  PolicyDiff,
  PolicyDiffQuery,
  PolicyDocument,
  PolicyListQuery,
  PolicyPage,
  PolicyWithdrawal,
} from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IdempotencyKey, Meta, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { PolicyDesk } from '../application/policy-desk.js';
import { detailOf, namingProblems, summaryOf } from './policy-view.js';

const Place = z.object({ draftedAt: InstantField, policyId: Id });

@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly desk: PolicyDesk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Versions of every pack in every state, those that came with a release too; newest first. */
  @Get()
  @RequirePermission('benefits.policy.read')
  @ListOf(PolicyPage, 'policies')
  async list(@Query({ schema: PolicyListQuery }) query: PolicyListQuery): Promise<z.infer<typeof PolicyPage>> {
    const { cursor, ...filter } = query;
    const rows = await this.desk.list({ ...filter, after: readCursor(cursor, Place) });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const place = last && { draftedAt: last.drafted.at.toISOString(), policyId: last.policyId };
    const today = shanghaiDate(this.clock.now());
    return {
      items: items.map((each) => summaryOf(each, today)),
      next: rows.length > query.limit ? cursorOf(place) : null,
    };
  }

  @Get(':policyId')
  @RequirePermission('benefits.policy.read')
  @Answer(PolicyDetail)
  async one(@Param('policyId', { schema: Id }) policyId: string): Promise<PolicyDetail> {
    return detailOf(await this.desk.find(policyId), shanghaiDate(this.clock.now()));
  }

  /** What differs from another version; `against` absent = the one that holds on this one's first day. */
  @Get(':policyId/diff')
  @RequirePermission('benefits.policy.read')
  @Answer(PolicyDiff)
  async diff(
    @Param('policyId', { schema: Id }) policyId: string,
    @Query({ schema: PolicyDiffQuery }) { against }: PolicyDiffQuery,
  ): Promise<PolicyDiff> {
    return this.desk.diff(policyId, against);
  }

  /** A draft. Everything that is wrong with the document is answered at once, with line, path and fix. */
  @Post()
  @RequirePermission('benefits.policy.draft')
  @Answer(PolicyDetail, 201)
  async draft(
    @Body({ schema: PolicyDocument }) body: PolicyDocument,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<PolicyDetail> {
    const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
    const policyId = await namingProblems(() => this.desk.once(request, (tx, steps) => steps.draft(tx, text, meta)));
    return this.one(policyId);
  }

  @Post(':policyId/proposal')
  @RequirePermission('benefits.policy.draft')
  @Answer(PolicyDetail)
  async propose(
    @Param('policyId', { schema: Id }) policyId: string,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<PolicyDetail> {
    await namingProblems(() => this.desk.once(request, (tx, steps) => steps.propose(tx, policyId, meta)));
    return this.one(policyId);
  }

  /** By a second person. From here on it holds from its first day; claims of days that are over are decided again. */
  @Post(':policyId/approval')
  @RequirePermission('benefits.policy.approve')
  @Answer(PolicyDetail)
  async approve(
    @Param('policyId', { schema: Id }) policyId: string,
    @IdempotencyKey() request: IdempotentRequest,
    @Meta() meta: EventMeta,
  ): Promise<PolicyDetail> {
    await namingProblems(() => this.desk.once(request, (tx, steps) => steps.approve(tx, policyId, meta)));
    return this.one(policyId);
  }

  /** A draft or proposal by those who write policies; a version in force by somebody who may approve and did not propose it. */
  @Post(':policyId/withdrawal')
  @RequirePermission('benefits.policy.withdraw')
  @Answer(PolicyDetail)
  async withdraw(
    @Param('policyId', { schema: Id }) policyId: string,
    @Body({ schema: PolicyWithdrawal }) body: PolicyWithdrawal,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() { correlationId }: EventMeta,
  ): Promise<PolicyDetail> {
    const mayApprove = hasPermission(actor.roles, 'benefits.policy.approve');
    const by = { actor: actorRef(actor), correlationId, mayApprove };
    await namingProblems(() => this.desk.once(request, (tx, steps) => steps.withdraw(tx, policyId, body, by)));
    return this.one(policyId);
  }
}
