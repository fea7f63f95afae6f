import { ENV, RetentionRuns, RetentionWorker } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { RetentionController } from './api/retention.controller.js';
import { ApplyRetention } from './application/apply-retention.handler.js';
import { RetentionSettings } from './application/retention-settings.js';
import { Retention } from './application/retention.port.js';
import { SqlRetention } from './infrastructure/sql-retention.js';

@Module({
  controllers: [RetentionController],
  providers: [
    ApplyRetention,
    RetentionWorker,
    { provide: RetentionRuns, useExisting: ApplyRetention },
    { provide: Retention, useClass: SqlRetention },
    {
      provide: RetentionSettings,
      inject: [ENV],
      useFactory: (env: AuditEnv): RetentionSettings => ({ lookUpMonths: env.RETENTION_LOOK_UP_MONTHS }),
    },
  ],
})
export class RetentionModule {}
