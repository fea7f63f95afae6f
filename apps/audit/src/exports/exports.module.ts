import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ExplorerModule } from '../explorer/explorer.module.js';
import { LogModule } from '../log/log.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { ExportsController } from './api/exports.controller.js';
import { Archive } from './application/archive.port.js';
import { AuditPackage } from './application/audit-package.js';
import { ExplainedCsv } from './application/explained-csv.js';
import { ExportEvents } from './application/export-events.js';
import { ExportForms } from './application/export-forms.js';
import { ProvenRecords } from './application/proven-records.port.js';
import { RunningExports } from './application/running-exports.js';
import { TableForms } from './application/table-forms.js';
import { TableWorkbook } from './application/table-workbook.js';
import { SqlProvenRecords } from './infrastructure/sql-proven-records.js';
import { ZipArchive } from './infrastructure/zip-archive.js';

@Module({
  imports: [AccessModule, ExplorerModule, LogModule, SealingModule],
  controllers: [ExportsController],
  providers: [
    AuditPackage,
    ExplainedCsv,
    ExportEvents,
    ExportForms,
    RunningExports,
    TableForms,
    TableWorkbook,
    { provide: Archive, useClass: ZipArchive },
    { provide: ProvenRecords, useClass: SqlProvenRecords },
  ],
  exports: [TableForms],
})
export class ExportsModule {}
