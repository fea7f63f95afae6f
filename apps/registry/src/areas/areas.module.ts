import { Module } from '@nestjs/common';
import { AreasController } from './api/areas.controller.js';
import { AreaRepository } from './application/area.repository.port.js';
import { ListAreas } from './application/list-areas.query.js';
import { TypeormAreaRepository } from './infrastructure/typeorm-area.repository.js';

@Module({
  controllers: [AreasController],
  providers: [ListAreas, { provide: AreaRepository, useClass: TypeormAreaRepository }],
  exports: [AreaRepository],
})
export class AreasModule {}
