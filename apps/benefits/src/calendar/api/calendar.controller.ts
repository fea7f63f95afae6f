import { RequirePermission } from '@doorstep/auth';
import { CalendarYearImport, CalendarYearParam, CalendarYearView } from '@doorstep/contracts';
import { NotFoundError } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, Meta } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { CalendarStore } from '../application/calendar-store.port.js';
import { ImportCalendarHandler } from '../application/import-calendar.handler.js';

@Controller('v1/calendar')
export class CalendarController {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendar: CalendarStore,
    private readonly handler: ImportCalendarHandler,
  ) {}

  @Get(':year')
  @RequirePermission('benefits.calendar.read')
  @Answer(CalendarYearView)
  async one(@Param('year', { schema: CalendarYearParam }) year: number): Promise<CalendarYearView> {
    const found = await this.transactions.read((tx) => this.calendar.find(tx, year));
    if (!found) throw new NotFoundError('CALENDAR.NOT_FOUND', 'that year was not imported');
    return found;
  }

  @Put(':year')
  @RequirePermission('benefits.calendar.import')
  @Answer(CalendarYearView)
  async put(
    @Param('year', { schema: CalendarYearParam }) year: number,
    @Body({ schema: CalendarYearImport }) body: CalendarYearImport,
    @Meta() meta: EventMeta,
  ): Promise<CalendarYearView> {
    await this.transactions.run({ keys: [] }, (tx) => this.handler.execute(tx, year, body, meta));
    return this.one(year);
  }
}
