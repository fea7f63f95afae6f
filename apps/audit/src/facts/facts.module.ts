import { Module } from '@nestjs/common';
import { SealingModule } from '../sealing/sealing.module.js';
import { FactsSignals } from './api/facts-signals.js';
import { FactsWorker } from './api/facts.worker.js';
import { Facts } from './application/facts.port.js';
import { JournalPulse } from './application/journal-pulse.js';
import { NotedJournal } from './application/noted-journal.js';
import { SqlFacts } from './infrastructure/sql-facts.js';

@Module({
  imports: [SealingModule],
  providers: [FactsSignals, FactsWorker, JournalPulse, NotedJournal, { provide: Facts, useClass: SqlFacts }],
  exports: [Facts, JournalPulse, NotedJournal],
})
export class FactsModule {}
