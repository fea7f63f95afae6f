import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { ClaimsController } from './api/claims.controller.js';
import { DayCareConsumer } from './api/day-care.consumer.js';
import { MealOrderConsumer } from './api/meal-order.consumer.js';
import { QuotesController } from './api/quotes.controller.js';
import { ClaimBatch } from './application/claim-batch.js';
import { ClaimStore } from './application/claim-store.port.js';
import { ClaimsReader } from './application/claims-reader.port.js';
import { DecideClaimsHandler } from './application/decide-claims.handler.js';
import { ExpireHoldsHandler } from './application/expire-holds.handler.js';
import { HoldClock } from './application/hold-clock.js';
import { LapsedHolds } from './application/lapsed-holds.port.js';
import { QuoteHandler } from './application/quote.handler.js';
import { SqlClaimStore } from './infrastructure/sql-claim-store.js';
import { SqlClaimsReader } from './infrastructure/sql-claims-reader.js';
import { SqlLapsedHolds } from './infrastructure/sql-lapsed-holds.js';

@Module({
  imports: [LedgerModule, PoliciesModule, CorrectionQueueModule],
  controllers: [ClaimsController, QuotesController],
  providers: [
    { provide: ClaimStore, useClass: SqlClaimStore },
    { provide: ClaimsReader, useClass: SqlClaimsReader },
    { provide: LapsedHolds, useClass: SqlLapsedHolds },
    ClaimBatch,
    DecideClaimsHandler,
    QuoteHandler,
    ExpireHoldsHandler,
    HoldClock,
    MealOrderConsumer,
    DayCareConsumer,
  ],
  exports: [ClaimStore, ClaimBatch],
})
export class ClaimsModule {}
