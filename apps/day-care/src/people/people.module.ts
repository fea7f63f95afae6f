import { Module } from '@nestjs/common';
import { People } from './application/people.port.js';
import { SqlPeople } from './infrastructure/sql-people.js';

@Module({
  providers: [{ provide: People, useClass: SqlPeople }],
  exports: [People],
})
export class PeopleModule {}
