import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { StatementExportsController } from './api/statement-exports.controller.js';
import { StatementLinesController } from './api/statement-lines.controller.js';
import { StatementsController } from './api/statements.controller.js';
import { ActOnStatement } from './application/act-on-statement.js';
import { DraftStatementHandler } from './application/draft-statement.handler.js';
import { ExportStatements } from './application/export-statements.query.js';
import { MoveStatementHandler } from './application/move-statement.handler.js';
import { ReadStatements } from './application/read-statements.query.js';
import { StatementReader } from './application/statement-reader.port.js';
import { StatementStore } from './application/statement-store.port.js';
import { SqlStatementReader } from './infrastructure/sql-statement-reader.js';
import { SqlStatementStore } from './infrastructure/sql-statement-store.js';

@Module({
  imports: [PoliciesModule],
  // `owed` and `export` come before the id of a statement.
  controllers: [StatementLinesController, StatementExportsController, StatementsController],
  providers: [
    { provide: StatementStore, useClass: SqlStatementStore },
    { provide: StatementReader, useClass: SqlStatementReader },
    DraftStatementHandler,
    MoveStatementHandler,
    ActOnStatement,
    ReadStatements,
    ExportStatements,
  ],
  exports: [StatementStore],
})
export class StatementsModule {}
