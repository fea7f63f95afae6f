import { Module } from '@nestjs/common';
import { RetentionController } from './api/retention.controller.js';
import { ApplyRetention } from './application/apply-retention.handler.js';
import { RetentionClock } from './application/retention-clock.js';
import { Retention } from './application/retention.port.js';
import { SqlRetention } from './infrastructure/sql-retention.js';

@Module({
  controllers: [RetentionController],
  providers: [ApplyRetention, RetentionClock, { provide: Retention, useClass: SqlRetention }],
})
export class RetentionModule {}
