import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RefundsController } from './api/refunds.controller.js';
import { PayPersonHandler } from './application/pay-person.handler.js';
import { RefundStore } from './application/refund-store.port.js';
import { SqlRefundStore } from './infrastructure/sql-refund-store.js';

@Module({
  imports: [LedgerModule],
  controllers: [RefundsController],
  providers: [{ provide: RefundStore, useClass: SqlRefundStore }, PayPersonHandler],
})
export class RefundsModule {}
