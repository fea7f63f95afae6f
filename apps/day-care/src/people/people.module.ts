import { AreaReach } from '@doorstep/auth';
import { Module } from '@nestjs/common';
import { People } from './application/people.port.js';
import { SqlAreaReach } from './infrastructure/sql-area-reach.js';
import { SqlPeople } from './infrastructure/sql-people.js';

@Module({
  providers: [
    { provide: People, useClass: SqlPeople },
    { provide: AreaReach, useClass: SqlAreaReach },
  ],
  exports: [People, AreaReach],
})
export class PeopleModule {}
