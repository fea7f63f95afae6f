import { Module } from '@nestjs/common';
import { BudgetItemsController } from './api/budget-items.controller.js';
import { PayeesController } from './api/payees.controller.js';
import { KeepPayeesHandler } from './application/keep-payees.handler.js';
import { PayeeStore } from './application/payee-store.port.js';
import { SqlPayeeStore } from './infrastructure/sql-payee-store.js';

@Module({
  controllers: [PayeesController, BudgetItemsController],
  providers: [{ provide: PayeeStore, useClass: SqlPayeeStore }, KeepPayeesHandler],
})
export class PayeesModule {}
