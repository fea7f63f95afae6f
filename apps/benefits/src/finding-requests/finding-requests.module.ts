import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { FindingConsumer } from './api/finding.consumer.js';
import { FindingRequestsController } from './api/finding-requests.controller.js';
import { AnswerRequestHandler } from './application/answer-request.handler.js';
import { CorrectClaim } from './application/correct-claim.js';
import { FindingRequestStore } from './application/finding-request-store.port.js';
import { SqlFindingRequestStore } from './infrastructure/sql-finding-request-store.js';

@Module({
  imports: [ClaimsModule],
  controllers: [FindingRequestsController],
  providers: [
    AnswerRequestHandler,
    CorrectClaim,
    FindingConsumer,
    { provide: FindingRequestStore, useClass: SqlFindingRequestStore },
  ],
})
export class FindingRequestsModule {}
