import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { LookupController } from './api/lookup.controller.js';
import { LookUpPeople } from './application/look-up-people.handler.js';
import { PeopleViews } from './application/people-views.js';
import { PrintPeople } from './application/print-people.handler.js';
import { SearchPeople } from './application/search-people.handler.js';

@Module({
  imports: [PeopleModule],
  controllers: [LookupController],
  providers: [LookUpPeople, SearchPeople, PrintPeople, PeopleViews],
  exports: [PeopleViews],
})
export class LookupModule {}
