import { RequirePermission } from '@doorstep/auth';
import { YearParam, YearView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, Meta } from '@doorstep/observability';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { CloseYearHandler } from '../application/close-year.handler.js';

@Controller('v1/years')
export class YearsController {
  constructor(private readonly handler: CloseYearHandler) {}

  @Get(':year')
  @RequirePermission('benefits.year.read')
  @Answer(YearView)
  async one(@Param('year', { schema: YearParam }) year: number): Promise<YearView> {
    return this.handler.find(year);
  }

  /** Asks for it; asking again changes nothing but who asked. */
  @Post(':year/closing')
  @RequirePermission('benefits.year.request-closing')
  @Answer(YearView)
  async request(@Param('year', { schema: YearParam }) year: number, @Meta() meta: EventMeta): Promise<YearView> {
    return this.handler.request(year, meta);
  }

  /** By a second person; a year is closed once and for all. */
  @Post(':year/closing/approval')
  @RequirePermission('benefits.year.approve-closing')
  @Answer(YearView)
  async approve(@Param('year', { schema: YearParam }) year: number, @Meta() meta: EventMeta): Promise<YearView> {
    return this.handler.approve(year, meta);
  }
}
