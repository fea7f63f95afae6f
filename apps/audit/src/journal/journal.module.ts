import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { LogModule } from '../log/log.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { JournalConsumer } from './api/journal.consumer.js';
import { RecordsController } from './api/records.controller.js';
import { AppendRecordsHandler } from './application/append-records.handler.js';
import { FindRecords } from './application/find-records.query.js';
import { JournalReader } from './application/journal-reader.port.js';
import { Journal } from './application/journal.port.js';
import { JournalDirectory } from './infrastructure/journal-directory.js';
import { JournalRoom } from './infrastructure/journal-room.js';
import { RecordSealer } from './infrastructure/record-sealer.js';
import { SqlJournal } from './infrastructure/sql-journal.js';
import { SqlJournalReader } from './infrastructure/sql-journal-reader.js';

@Module({
  imports: [FactsModule, LogModule, SourcesModule, SealingModule],
  controllers: [RecordsController],
  providers: [
    AppendRecordsHandler,
    FindRecords,
    JournalConsumer,
    JournalDirectory,
    JournalRoom,
    RecordSealer,
    { provide: Journal, useClass: SqlJournal },
    { provide: JournalReader, useClass: SqlJournalReader },
  ],
})
export class JournalModule {}
