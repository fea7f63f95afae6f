import { Module } from '@nestjs/common';
import { SealingModule } from '../sealing/sealing.module.js';
import { ErasureWorker } from './api/erasure.worker.js';
import { ErasePersonsHandler } from './application/erase-persons.handler.js';
import { Erasures } from './application/erasures.port.js';
import { SqlErasures } from './infrastructure/sql-erasures.js';

@Module({
  imports: [SealingModule],
  providers: [ErasePersonsHandler, ErasureWorker, { provide: Erasures, useClass: SqlErasures }],
})
export class ErasureModule {}
