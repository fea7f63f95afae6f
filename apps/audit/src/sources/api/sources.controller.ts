import { RequirePermission } from '@doorstep/auth';
import { SourceList } from '@doorstep/contracts';
import { ListOf } from '@doorstep/observability';
import { Controller, Get } from '@nestjs/common';
import { FindSources } from '../application/find-sources.query.js';

@Controller('v1/sources')
export class SourcesController {
  constructor(private readonly sources: FindSources) {}

  @Get()
  @RequirePermission('audit.sources.read')
  @ListOf(SourceList, 'sources')
  list(): Promise<SourceList> {
    return this.sources.list();
  }
}
