import { Module } from '@nestjs/common';
import { ExplorerModule } from '../explorer/explorer.module.js';
import { LogModule } from '../log/log.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { ExportsController } from './api/exports.controller.js';
import { Archive } from './application/archive.port.js';
import { AuditPackage } from './application/audit-package.js';
import { ExportEvents } from './application/export-events.js';
import { ProvenRecords } from './application/proven-records.port.js';
import { SqlProvenRecords } from './infrastructure/sql-proven-records.js';
import { ZipArchive } from './infrastructure/zip-archive.js';

@Module({
  imports: [ExplorerModule, LogModule, SealingModule],
  controllers: [ExportsController],
  providers: [
    AuditPackage,
    ExportEvents,
    { provide: Archive, useClass: ZipArchive },
    { provide: ProvenRecords, useClass: SqlProvenRecords },
  ],
})
export class ExportsModule {}
