import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { UnsealingsController } from './api/unsealings.controller.js';
import { DecideUnsealing } from './application/decide-unsealing.handler.js';
import { LookAtUnsealed } from './application/look-at-unsealed.handler.js';
import { RequestUnsealing } from './application/request-unsealing.handler.js';
import { UnsealingRepository } from './application/unsealing.repository.port.js';
import { SqlUnsealingRepository } from './infrastructure/sql-unsealing.repository.js';

@Module({
  imports: [PeopleModule],
  controllers: [UnsealingsController],
  providers: [
    RequestUnsealing,
    DecideUnsealing,
    LookAtUnsealed,
    { provide: UnsealingRepository, useClass: SqlUnsealingRepository },
  ],
})
export class UnsealingsModule {}
