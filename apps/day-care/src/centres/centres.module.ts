import { Module } from '@nestjs/common';
import { CentreConsumer } from './api/centre.consumer.js';
import { CentreCalendars } from './application/centre-calendars.port.js';
import { Centres } from './application/centres.port.js';
import { SqlCentreCalendars } from './infrastructure/sql-centre-calendars.js';
import { TypeOrmCentres } from './infrastructure/typeorm-centres.js';

@Module({
  providers: [
    { provide: Centres, useClass: TypeOrmCentres },
    { provide: CentreCalendars, useClass: SqlCentreCalendars },
    CentreConsumer,
  ],
  exports: [Centres, CentreCalendars],
})
export class CentresModule {}
