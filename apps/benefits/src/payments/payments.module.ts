import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { StatementsModule } from '../statements/statements.module.js';
import { PaymentsController } from './api/payments.controller.js';
import { ActOnBatch } from './application/act-on-batch.js';
import { MakeBatchHandler } from './application/make-batch.handler.js';
import { PaymentStore } from './application/payment-store.port.js';
import { ReadPayments } from './application/read-payments.query.js';
import { RecordResultsHandler } from './application/record-results.handler.js';
import { SqlPaymentStore } from './infrastructure/sql-payment-store.js';

@Module({
  imports: [LedgerModule, StatementsModule],
  controllers: [PaymentsController],
  providers: [
    { provide: PaymentStore, useClass: SqlPaymentStore },
    MakeBatchHandler,
    RecordResultsHandler,
    ActOnBatch,
    ReadPayments,
  ],
})
export class PaymentsModule {}
