import { RequirePermission } from '@doorstep/auth';
import {
  AskRun,
  HitListQuery,
  HitPage,
  Id,
  RuleId,
  RuleList,
  RuleRunPage,
  RuleRunQuery,
  RuleRunView,
} from '@doorstep/contracts';
import { Answer, IdempotencyKey, ListOf } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { AskRules } from '../application/ask-rules.js';

@Controller('v1')
export class RulesController {
  constructor(private readonly asking: AskRules) {}

  @Get('rules')
  @RequirePermission('audit.events.read')
  @ListOf(RuleList, 'rules')
  rules(): Promise<RuleList> {
    return this.asking.rules();
  }

  /** Answered at once; the run is worked off by itself. */
  @Post('rules/:id/runs')
  @LooksUp('rules')
  @RequirePermission('audit.work.write')
  @Answer(RuleRunView, 202)
  ask(
    @Param('id', { schema: RuleId }) ruleId: string,
    @Body({ schema: AskRun }) body: AskRun,
    @IdempotencyKey() request: IdempotentRequest,
  ): Promise<RuleRunView> {
    return this.asking.ask(ruleId, body, request);
  }

  @Get('rules/:id/runs')
  @RequirePermission('audit.events.read')
  @ListOf(RuleRunPage, 'rule-runs')
  runs(
    @Param('id', { schema: RuleId }) ruleId: string,
    @Query({ schema: RuleRunQuery }) query: RuleRunQuery,
  ): Promise<RuleRunPage> {
    return this.asking.runsOf(ruleId, query);
  }

  @Get('rule-runs/:runId')
  @RequirePermission('audit.events.read')
  @Answer(RuleRunView)
  run(@Param('runId', { schema: Id }) runId: string): Promise<RuleRunView> {
    return this.asking.run(runId);
  }

  @Get('hits')
  @LooksUp('hits')
  @RequirePermission('audit.events.read')
  @ListOf(HitPage, 'hits')
  hits(@Query({ schema: HitListQuery }) query: HitListQuery): Promise<HitPage> {
    return this.asking.hits(query);
  }
}
