import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ExplorerModule } from '../explorer/explorer.module.js';
import { ExportsModule } from '../exports/exports.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { PaperExportsController } from './api/paper-exports.controller.js';
import { PapersController } from './api/papers.controller.js';
import { AddEntry } from './application/add-entry.js';
import { ExportPapers } from './application/export-papers.js';
import { FollowRequests } from './application/follow-requests.js';
import { PaperStore } from './application/paper-store.port.js';
import { ReadPapers } from './application/read-papers.query.js';
import { RedactPaper } from './application/redact-paper.js';
import { WritePaperHandler } from './application/write-paper.handler.js';
import { SqlPaperStore } from './infrastructure/sql-paper-store.js';

@Module({
  imports: [AccessModule, ExplorerModule, ExportsModule, FactsModule],
  controllers: [PaperExportsController, PapersController],
  providers: [
    AddEntry,
    ExportPapers,
    FollowRequests,
    ReadPapers,
    RedactPaper,
    WritePaperHandler,
    { provide: PaperStore, useClass: SqlPaperStore },
  ],
})
export class PapersModule {}
