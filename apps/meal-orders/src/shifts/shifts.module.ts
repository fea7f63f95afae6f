import { Module } from '@nestjs/common';
import { MenusModule } from '../menus/menus.module.js';
import { ProjectionsModule } from '../projections/projections.module.js';
import { TillShiftsController } from './api/till-shifts.controller.js';
import { CloseShiftHandler } from './application/close-shift.handler.js';
import { FindShiftsHandler } from './application/find-shifts.handler.js';
import { OpenShiftHandler } from './application/open-shift.handler.js';
import { OpenShifts } from './application/open-shifts.port.js';
import { ShiftWrites } from './application/shift-writes.js';
import { TillShifts } from './application/till-shifts.port.js';
import { SqlOpenShifts } from './infrastructure/sql-open-shifts.js';
import { TypeormTillShifts } from './infrastructure/typeorm-till-shifts.js';

@Module({
  imports: [MenusModule, ProjectionsModule],
  controllers: [TillShiftsController],
  providers: [
    OpenShiftHandler,
    CloseShiftHandler,
    FindShiftsHandler,
    ShiftWrites,
    { provide: TillShifts, useClass: TypeormTillShifts },
    { provide: OpenShifts, useClass: SqlOpenShifts },
  ],
  exports: [OpenShifts],
})
export class ShiftsModule {}
