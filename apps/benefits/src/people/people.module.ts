import { AreaReach } from '@doorstep/auth';
import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { PersonConsumer } from './api/person.consumer.js';
import { LearnFactsHandler } from './application/learn-facts.handler.js';
import { PersonStore } from './application/person-store.port.js';
import { SqlAreaReach } from './infrastructure/sql-area-reach.js';
import { SqlPersonStore } from './infrastructure/sql-person-store.js';

@Module({
  imports: [CorrectionQueueModule, EvidenceModule],
  providers: [
    { provide: PersonStore, useClass: SqlPersonStore },
    { provide: AreaReach, useClass: SqlAreaReach },
    LearnFactsHandler,
    PersonConsumer,
  ],
  exports: [AreaReach],
})
export class PeopleModule {}
