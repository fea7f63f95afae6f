import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { ExplorerModule } from './explorer/explorer.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { JoinsModule } from './joins/joins.module.js';
import { JournalModule } from './journal/journal.module.js';
import { LogModule } from './log/log.module.js';
import { PapersModule } from './papers/papers.module.js';
import { PatrolModule } from './patrol/patrol.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { RulesModule } from './rules/rules.module.js';
import { SamplesModule } from './samples/samples.module.js';
import { SourcesModule } from './sources/sources.module.js';

@Module({
  imports: [
    AccessModule,
    SourcesModule,
    JournalModule,
    LogModule,
    EvidenceModule,
    ExplorerModule,
    RulesModule,
    ExportsModule,
    SamplesModule,
    PapersModule,
    JoinsModule,
    ErasureModule,
    PatrolModule,
    RetentionModule,
  ],
})
export class AppModule {}
