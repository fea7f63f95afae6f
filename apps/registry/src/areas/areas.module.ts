import { Module } from '@nestjs/common';
import { AreasOfPeopleController } from './api/areas-of-people.controller.js';
import { AreasController } from './api/areas.controller.js';
import { AreaRepository } from './application/area.repository.port.js';
import { ChangeAreas } from './application/change-areas.js';
import { FindAreas } from './application/find-areas.query.js';
import { WriteAreas } from './application/write-areas.handler.js';
import { SqlAreaRepository } from './infrastructure/sql-area.repository.js';

@Module({
  controllers: [AreasController, AreasOfPeopleController],
  providers: [FindAreas, WriteAreas, ChangeAreas, { provide: AreaRepository, useClass: SqlAreaRepository }],
  exports: [AreaRepository, FindAreas],
})
export class AreasModule {}
