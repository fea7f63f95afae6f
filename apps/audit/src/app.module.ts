import { Module } from '@nestjs/common';
import { EvidenceModule } from './evidence/evidence.module.js';
import { ExplorerModule } from './explorer/explorer.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { JournalModule } from './journal/journal.module.js';
import { LogModule } from './log/log.module.js';
import { RulesModule } from './rules/rules.module.js';
import { SourcesModule } from './sources/sources.module.js';

@Module({
  imports: [SourcesModule, JournalModule, LogModule, EvidenceModule, ExplorerModule, RulesModule, ExportsModule],
})
export class AppModule {}
