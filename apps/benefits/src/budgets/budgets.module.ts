import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { BudgetsController } from './api/budgets.controller.js';
import { BudgetStore } from './application/budget-store.port.js';
import { ExhaustionHerald } from './application/exhaustion-herald.js';
import { OpenBudgetHandler } from './application/open-budget.handler.js';
import { SqlBudgetStore } from './infrastructure/sql-budget-store.js';

@Module({
  imports: [LedgerModule],
  controllers: [BudgetsController],
  providers: [{ provide: BudgetStore, useClass: SqlBudgetStore }, OpenBudgetHandler, ExhaustionHerald],
})
export class BudgetsModule {}
