import { RequirePermission } from '@doorstep/auth';
import { EvidenceReport } from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Controller, Get, Post } from '@nestjs/common';
import { EndEvidenceHandler } from '../application/end-evidence.handler.js';

/** What decided claims of erased people rest on, and its end. */
@Controller('v1/evidence')
export class EvidenceController {
  constructor(private readonly handler: EndEvidenceHandler) {}

  @Get()
  @RequirePermission('benefits.evidence.read')
  @ListOf(EvidenceReport, 'evidence')
  report(): Promise<EvidenceReport> {
    return this.handler.report();
  }

  /** Destroys what is due now instead of within the hour; doing it again does nothing. */
  @Post('ends')
  @RequirePermission('benefits.evidence.end')
  @Answer(EvidenceReport, 200)
  async end(): Promise<EvidenceReport> {
    await this.handler.execute();
    return this.handler.report();
  }
}
