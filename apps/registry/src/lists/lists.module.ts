import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ListImportsController } from './api/list-imports.controller.js';
import { ListsController } from './api/lists.controller.js';
import { ListsWorker } from './api/lists.worker.js';
import { ApplyList } from './application/apply-list.handler.js';
import { CurrentFacts } from './application/current-facts.port.js';
import { DiscardOldLists } from './application/discard-old-lists.handler.js';
import { ExportList } from './application/export-list.handler.js';
import { ListEffects } from './application/list-effects.js';
import { ListImportRepository } from './application/list-import.repository.port.js';
import { ListPlanner } from './application/list-planner.js';
import { PrepareList } from './application/prepare-list.handler.js';
import { ReadLists } from './application/read-lists.query.js';
import { ReleaseErased } from './application/release-erased.handler.js';
import { SqlCurrentFacts } from './infrastructure/sql-current-facts.js';
import { SqlListImportRepository } from './infrastructure/sql-list-import.repository.js';

@Module({
  imports: [AreasModule, PeopleModule, ImportsModule],
  controllers: [ListsController, ListImportsController],
  providers: [
    PrepareList,
    ApplyList,
    ReadLists,
    ExportList,
    ReleaseErased,
    ListPlanner,
    ListEffects,
    DiscardOldLists,
    ListsWorker,
    { provide: CurrentFacts, useClass: SqlCurrentFacts },
    { provide: ListImportRepository, useClass: SqlListImportRepository },
  ],
})
export class ListsModule {}
