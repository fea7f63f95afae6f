import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { PeopleModule } from '../people/people.module.js';
import { EntitlementsController } from './api/entitlements.controller.js';
import { DayStore } from './application/day-store.port.js';
import { EntitlementClock } from './application/entitlement-clock.js';
import { RunDayHandler } from './application/run-day.handler.js';
import { ShowEntitlementHandler } from './application/show-entitlement.handler.js';
import { SqlDayStore } from './infrastructure/sql-day-store.js';

@Module({
  imports: [ClaimsModule, CorrectionQueueModule, PeopleModule],
  controllers: [EntitlementsController],
  providers: [{ provide: DayStore, useClass: SqlDayStore }, RunDayHandler, ShowEntitlementHandler, EntitlementClock],
  exports: [RunDayHandler],
})
export class EntitlementsModule {}
