import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { PartingReader } from '../people/application/parting-reader.port.js';
import { SqlPartingReader } from '../people/infrastructure/sql-parting-reader.js';
import { CorrectionsController } from './api/corrections.controller.js';
import { CorrectionsReader } from './application/corrections-reader.port.js';
import { CorrectionsWorker } from './application/corrections-worker.js';
import { SearchClaimsHandler } from './application/search-claims.handler.js';
import { SearchStore } from './application/search-store.port.js';
import { TaskStore } from './application/task-store.port.js';
import { WorkOffCorrectionsHandler } from './application/work-off-corrections.handler.js';
import { CorrectionQueueModule } from './correction-queue.module.js';
import { SqlCorrectionsReader } from './infrastructure/sql-corrections-reader.js';
import { SqlSearchStore } from './infrastructure/sql-search-store.js';
import { SqlTaskStore } from './infrastructure/sql-task-store.js';

@Module({
  imports: [ClaimsModule, CorrectionQueueModule],
  controllers: [CorrectionsController],
  providers: [
    { provide: TaskStore, useClass: SqlTaskStore },
    { provide: CorrectionsReader, useClass: SqlCorrectionsReader },
    { provide: SearchStore, useClass: SqlSearchStore },
    { provide: PartingReader, useClass: SqlPartingReader },
    SearchClaimsHandler,
    WorkOffCorrectionsHandler,
    CorrectionsWorker,
  ],
})
export class CorrectionsModule {}
