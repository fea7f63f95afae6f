import { RetentionRuns, RetentionWorker } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import { RetentionController } from './api/retention.controller.js';
import { ApplyRetention } from './application/apply-retention.handler.js';
import { Retention } from './application/retention.port.js';
import { SqlRetention } from './infrastructure/sql-retention.js';

@Module({
  controllers: [RetentionController],
  providers: [
    ApplyRetention,
    RetentionWorker,
    { provide: RetentionRuns, useExisting: ApplyRetention },
    { provide: Retention, useClass: SqlRetention },
  ],
})
export class RetentionModule {}
