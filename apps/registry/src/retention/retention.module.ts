import { Module } from '@nestjs/common';
import { RetentionController } from './api/retention.controller.js';
import { RetentionWorker } from './api/retention.worker.js';
import { ApplyRetention } from './application/apply-retention.handler.js';

import { Retention } from './application/retention.port.js';
import { SqlRetention } from './infrastructure/sql-retention.js';

@Module({
  controllers: [RetentionController],
  providers: [ApplyRetention, RetentionWorker, { provide: Retention, useClass: SqlRetention }],
})
export class RetentionModule {}
