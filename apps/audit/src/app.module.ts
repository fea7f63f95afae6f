import { Module } from '@nestjs/common';
import { JournalModule } from './journal/journal.module.js';
import { SourcesModule } from './sources/sources.module.js';

@Module({ imports: [SourcesModule, JournalModule] })
export class AppModule {}
