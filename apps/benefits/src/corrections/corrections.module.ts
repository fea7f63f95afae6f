import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { CorrectionsWorker } from './application/corrections-worker.js';
import { TaskStore } from './application/task-store.port.js';
import { WorkOffCorrectionsHandler } from './application/work-off-corrections.handler.js';
import { CorrectionQueueModule } from './correction-queue.module.js';
import { SqlTaskStore } from './infrastructure/sql-task-store.js';

@Module({
  imports: [ClaimsModule, CorrectionQueueModule],
  providers: [{ provide: TaskStore, useClass: SqlTaskStore }, WorkOffCorrectionsHandler, CorrectionsWorker],
})
export class CorrectionsModule {}
