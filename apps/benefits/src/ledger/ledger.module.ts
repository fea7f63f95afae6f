import { Module } from '@nestjs/common';
import { LedgerController } from './api/ledger.controller.js';
import { Ledger } from './application/ledger.port.js';
import { LedgerReader } from './application/ledger-reader.port.js';
import { SqlLedger } from './infrastructure/sql-ledger.js';
import { SqlLedgerReader } from './infrastructure/sql-ledger-reader.js';

@Module({
  controllers: [LedgerController],
  providers: [
    { provide: Ledger, useClass: SqlLedger },
    { provide: LedgerReader, useClass: SqlLedgerReader },
  ],
  exports: [Ledger],
})
export class LedgerModule {}
