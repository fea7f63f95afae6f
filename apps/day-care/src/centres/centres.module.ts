import { Module } from '@nestjs/common';
import { CentreConsumer } from './api/centre.consumer.js';
import { Centres } from './application/centres.port.js';
import { TypeOrmCentres } from './infrastructure/typeorm-centres.js';

@Module({
  providers: [{ provide: Centres, useClass: TypeOrmCentres }, CentreConsumer],
  exports: [Centres],
})
export class CentresModule {}
