import { Module } from '@nestjs/common';
import { MenusModule } from '../menus/menus.module.js';
import { ProjectionsModule } from '../projections/projections.module.js';
import { ClosedDaysWorker } from './api/closed-days.worker.js';
import { KitchenCountsController } from './api/kitchen-counts.controller.js';
import { PeriodsController } from './api/periods.controller.js';
import { CallOffClosedDays } from './application/call-off-closed-days.handler.js';
import { EndOrders } from './application/end-orders.js';
import { EndPeriodHandler } from './application/end-period.handler.js';
import { KitchenBoard } from './application/kitchen-counts.port.js';
import { PeriodEndings } from './application/period-endings.port.js';
import { ResumeEndings } from './application/resume-endings.js';
import { StartEnding } from './application/start-ending.js';
import { SqlKitchenBoard } from './infrastructure/sql-kitchen-board.js';
import { TypeormPeriodEndings } from './infrastructure/typeorm-period-endings.js';

@Module({
  imports: [MenusModule, ProjectionsModule],
  controllers: [PeriodsController, KitchenCountsController],
  providers: [
    EndPeriodHandler,
    StartEnding,
    EndOrders,
    ResumeEndings,
    CallOffClosedDays,
    ClosedDaysWorker,
    { provide: PeriodEndings, useClass: TypeormPeriodEndings },
    { provide: KitchenBoard, useClass: SqlKitchenBoard },
  ],
})
export class PeriodsModule {}
