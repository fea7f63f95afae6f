import { Module } from '@nestjs/common';
import { CardsModule } from '../cards/cards.module.js';
import { FamiliesModule } from '../families/families.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ErasuresController } from './api/erasures.controller.js';
import { DecideErasure } from './application/decide-erasure.handler.js';
import { ErasureRepository } from './application/erasure.repository.port.js';
import { ExportPerson } from './application/export-person.handler.js';
import { ForgetPerson } from './application/forget-person.js';
import { PersonFiles } from './application/person-files.js';
import { RequestErasure } from './application/request-erasure.handler.js';
import { SqlErasureRepository } from './infrastructure/sql-erasure.repository.js';

@Module({
  imports: [PeopleModule, CardsModule, FamiliesModule],
  controllers: [ErasuresController],
  providers: [
    RequestErasure,
    DecideErasure,
    ForgetPerson,
    PersonFiles,
    ExportPerson,
    { provide: ErasureRepository, useClass: SqlErasureRepository },
  ],
})
export class ErasuresModule {}
