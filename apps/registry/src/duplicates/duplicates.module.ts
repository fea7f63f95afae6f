import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { DuplicatesController } from './api/duplicates.controller.js';
import { ComparePeople } from './application/compare-people.js';
import { FindDuplicates } from './application/find-duplicates.query.js';

@Module({
  imports: [PeopleModule],
  controllers: [DuplicatesController],
  providers: [FindDuplicates, ComparePeople],
  exports: [ComparePeople],
})
export class DuplicatesModule {}
