import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { CalendarController } from './api/calendar.controller.js';
import { CalendarStore } from './application/calendar-store.port.js';
import { ImportCalendarHandler } from './application/import-calendar.handler.js';
import { SqlCalendarStore } from './infrastructure/sql-calendar-store.js';

@Module({
  imports: [CorrectionQueueModule, PoliciesModule],
  controllers: [CalendarController],
  providers: [{ provide: CalendarStore, useClass: SqlCalendarStore }, ImportCalendarHandler],
})
export class CalendarModule {}
