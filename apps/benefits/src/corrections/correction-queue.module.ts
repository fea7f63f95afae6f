import { Module } from '@nestjs/common';
import { Bell } from '../platform/bell.js';
import { CorrectionQueue } from './application/correction-queue.port.js';
import { SqlCorrectionQueue } from './infrastructure/sql-correction-queue.js';

/** Apart from the worker, since claims and facts only leave work here and never wait for it. */
@Module({
  providers: [Bell, { provide: CorrectionQueue, useClass: SqlCorrectionQueue }],
  exports: [Bell, CorrectionQueue],
})
export class CorrectionQueueModule {}
