import { RequirePermission } from '@doorstep/auth';
import { RetentionReport } from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Controller, Get, Post } from '@nestjs/common';
import { ApplyRetention } from '../application/apply-retention.handler.js';

@Controller('v1/retention-runs')
export class RetentionController {
  constructor(private readonly apply: ApplyRetention) {}

  @Get()
  @RequirePermission('registry.retention.read')
  @ListOf(RetentionReport, 'retention-runs')
  async list(): Promise<RetentionReport> {
    return { items: await this.apply.runs() };
  }

  /** Today's run, now instead of within the hour; doing it again does nothing. */
  @Post()
  @RequirePermission('registry.retention.run')
  @Answer(RetentionReport, 200)
  async run(): Promise<RetentionReport> {
    await this.apply.execute();
    return { items: await this.apply.runs() };
  }
}
