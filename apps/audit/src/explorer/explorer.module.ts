import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { EventsController } from './api/events.controller.js';
import { SavedQueriesController } from './api/saved-queries.controller.js';
import { TimelinesController } from './api/timelines.controller.js';
import { CountEvents } from './application/count-events.query.js';
import { FactReader } from './application/fact-reader.port.js';
import { FindEvents } from './application/find-events.query.js';
import { Look } from './application/look.js';
import { SavedQueryHandler } from './application/save-query.handler.js';
import { SavedQueries } from './application/saved-queries.port.js';
import { Stories } from './application/stories.port.js';
import { TellStory } from './application/tell-story.query.js';
import { SqlFactReader } from './infrastructure/sql-fact-reader.js';
import { SqlSavedQueries } from './infrastructure/sql-saved-queries.js';
import { SqlStories } from './infrastructure/sql-stories.js';

@Module({
  imports: [FactsModule, SealingModule],
  controllers: [EventsController, SavedQueriesController, TimelinesController],
  providers: [
    CountEvents,
    FindEvents,
    Look,
    SavedQueryHandler,
    TellStory,
    { provide: FactReader, useClass: SqlFactReader },
    { provide: SavedQueries, useClass: SqlSavedQueries },
    { provide: Stories, useClass: SqlStories },
  ],
  exports: [FactReader, Look, SavedQueries],
})
export class ExplorerModule {}
