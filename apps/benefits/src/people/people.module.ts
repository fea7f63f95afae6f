import { AreaReach } from '@doorstep/auth';
import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { PersonConsumer } from './api/person.consumer.js';
import { KinStore } from './application/kin-store.port.js';
import { LearnMergesHandler } from './application/learn-merges.handler.js';
import { SqlKinStore } from './infrastructure/sql-kin-store.js';
import { LearnFactsHandler } from './application/learn-facts.handler.js';
import { PersonStore } from './application/person-store.port.js';
import { SqlAreaReach } from './infrastructure/sql-area-reach.js';
import { SqlPersonStore } from './infrastructure/sql-person-store.js';

@Module({
  imports: [CorrectionQueueModule, EvidenceModule],
  providers: [
    { provide: PersonStore, useClass: SqlPersonStore },
    { provide: AreaReach, useClass: SqlAreaReach },
    { provide: KinStore, useClass: SqlKinStore },
    LearnFactsHandler,
    LearnMergesHandler,
    PersonConsumer,
  ],
  exports: [AreaReach],
})
export class PeopleModule {}
