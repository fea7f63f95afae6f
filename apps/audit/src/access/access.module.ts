import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { LookUpInterceptor } from './api/look-up.interceptor.js';
import { LookUpsController } from './api/look-ups.controller.js';
import { FindLookUps } from './application/find-look-ups.query.js';
import { LookUps } from './application/look-ups.port.js';
import { NoteLookUpHandler } from './application/note-look-up.handler.js';
import { SqlLookUps } from './infrastructure/sql-look-ups.js';

@Module({
  controllers: [LookUpsController],
  providers: [
    FindLookUps,
    NoteLookUpHandler,
    { provide: LookUps, useClass: SqlLookUps },
    { provide: APP_INTERCEPTOR, useClass: LookUpInterceptor },
  ],
  exports: [NoteLookUpHandler],
})
export class AccessModule {}
