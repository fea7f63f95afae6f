import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OpeningsController } from './api/openings.controller.js';
import { OpenBooksHandler } from './application/open-books.handler.js';
import { OpeningStore } from './application/opening-store.port.js';
import { SqlOpeningStore } from './infrastructure/sql-opening-store.js';

@Module({
  imports: [ClaimsModule, LedgerModule],
  controllers: [OpeningsController],
  providers: [{ provide: OpeningStore, useClass: SqlOpeningStore }, OpenBooksHandler],
})
export class OpeningModule {}
