import { Module } from '@nestjs/common';
import { DuplicatesModule } from '../duplicates/duplicates.module.js';
import { PeopleModule } from '../people/people.module.js';
import { MergesController } from './api/merges.controller.js';
import { FindMerges } from './application/find-merges.query.js';
import { MergePeople } from './application/merge-people.handler.js';
import { MergeRepository } from './application/merge.repository.port.js';
import { MergeRules } from './application/merge-rules.js';
import { UndoMerge } from './application/undo-merge.handler.js';
import { SqlMergeRepository } from './infrastructure/sql-merge.repository.js';

@Module({
  imports: [PeopleModule, DuplicatesModule],
  controllers: [MergesController],
  providers: [
    FindMerges,
    MergePeople,
    MergeRules,
    UndoMerge,
    { provide: MergeRepository, useClass: SqlMergeRepository },
  ],
})
export class MergesModule {}
