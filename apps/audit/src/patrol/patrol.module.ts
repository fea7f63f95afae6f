import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { FactsModule } from '../facts/facts.module.js';
import { LogModule } from '../log/log.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { PatrolSignals } from './api/patrol-signals.js';
import { PatrolWorker } from './api/patrol.worker.js';
import { LookAtRecords } from './application/look-at-records.js';
import { PatrolBook } from './application/patrol-book.port.js';
import { PatrolRange } from './application/patrol-range.js';
import { PatrolRecordsHandler } from './application/patrol-records.handler.js';
import { PatrolSettings } from './application/patrol-settings.js';
import { PatrolStatus } from './application/patrol-status.js';
import { StoredRecords } from './application/stored-records.port.js';
import { SqlPatrolBook } from './infrastructure/sql-patrol-book.js';
import { SqlStoredRecords } from './infrastructure/sql-stored-records.js';

@Module({
  imports: [FactsModule, LogModule, SealingModule],
  providers: [
    LookAtRecords,
    PatrolRange,
    PatrolRecordsHandler,
    PatrolSignals,
    PatrolStatus,
    PatrolWorker,
    { provide: PatrolBook, useClass: SqlPatrolBook },
    { provide: StoredRecords, useClass: SqlStoredRecords },
    {
      provide: PatrolSettings,
      inject: [ENV],
      useFactory: (env: AuditEnv): PatrolSettings => ({ everyMs: env.PATROL_MS, records: env.PATROL_RECORDS }),
    },
  ],
})
export class PatrolModule {}
