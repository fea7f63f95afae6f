import { RequirePermission } from '@doorstep/auth';
import { AuditRetentionReport } from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Controller, Get, Post } from '@nestjs/common';
import { ApplyRetention } from '../application/apply-retention.handler.js';

@Controller('v1/retention-runs')
export class RetentionController {
  constructor(private readonly apply: ApplyRetention) {}

  @Get()
  @RequirePermission('audit.retention.read')
  @ListOf(AuditRetentionReport, 'retention-runs')
  async list(): Promise<AuditRetentionReport> {
    return { items: await this.apply.runs() };
  }

  /** Today's run, now instead of within the hour; doing it again does nothing. */
  @Post()
  @RequirePermission('audit.retention.run')
  @Answer(AuditRetentionReport, 200)
  async run(): Promise<AuditRetentionReport> {
    await this.apply.execute();
    return { items: await this.apply.runs() };
  }
}
