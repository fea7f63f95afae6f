import { Module } from '@nestjs/common';
import { YearsController } from './api/years.controller.js';
import { CloseYearHandler } from './application/close-year.handler.js';
import { YearStore } from './application/year-store.port.js';
import { SqlYearStore } from './infrastructure/sql-year-store.js';

@Module({
  controllers: [YearsController],
  providers: [{ provide: YearStore, useClass: SqlYearStore }, CloseYearHandler],
})
export class YearsModule {}
