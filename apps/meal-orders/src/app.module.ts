import { Module } from '@nestjs/common';
import { MenusModule } from './menus/menus.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PeriodsModule } from './periods/periods.module.js';
import { ProjectionsModule } from './projections/projections.module.js';
import { ShiftsModule } from './shifts/shifts.module.js';

@Module({ imports: [ProjectionsModule, MenusModule, OrdersModule, PeriodsModule, ShiftsModule] })
export class AppModule {}
