import { Module } from '@nestjs/common';
import { VisitsConsumer } from './api/visits.consumer.js';
import { Visits } from './application/visits.port.js';
import { WhenSomebodyComes } from './application/when-somebody-comes.handler.js';
import { SqlVisits } from './infrastructure/sql-visits.js';

@Module({
  providers: [WhenSomebodyComes, VisitsConsumer, { provide: Visits, useClass: SqlVisits }],
  exports: [Visits],
})
export class VisitsModule {}
