import { Module } from '@nestjs/common';
import { LogModule } from '../log/log.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { JournalConsumer } from './api/journal.consumer.js';
import { OlderFactsWorker } from './api/older-facts.worker.js';
import { RecordsController } from './api/records.controller.js';
import { AppendRecordsHandler } from './application/append-records.handler.js';
import { FindRecords } from './application/find-records.query.js';
import { JournalReader } from './application/journal-reader.port.js';
import { Journal } from './application/journal.port.js';
import { OlderFacts } from './application/older-facts.port.js';
import { JournalDirectory } from './infrastructure/journal-directory.js';
import { JournalRoom } from './infrastructure/journal-room.js';
import { SqlOlderFacts } from './infrastructure/sql-older-facts.js';
import { RecordSealer } from './infrastructure/record-sealer.js';
import { SqlJournal } from './infrastructure/sql-journal.js';
import { SqlJournalReader } from './infrastructure/sql-journal-reader.js';

@Module({
  imports: [LogModule, SourcesModule, SealingModule],
  controllers: [RecordsController],
  providers: [
    AppendRecordsHandler,
    FindRecords,
    JournalConsumer,
    JournalDirectory,
    JournalRoom,
    OlderFactsWorker,
    RecordSealer,
    { provide: OlderFacts, useClass: SqlOlderFacts },
    { provide: Journal, useClass: SqlJournal },
    { provide: JournalReader, useClass: SqlJournalReader },
  ],
})
export class JournalModule {}
