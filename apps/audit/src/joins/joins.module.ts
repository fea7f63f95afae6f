import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ExplorerModule } from '../explorer/explorer.module.js';
import { ExportsModule } from '../exports/exports.module.js';
import { JoinsController } from './api/joins.controller.js';
import { KeptJoinsWorker } from './api/kept-joins.worker.js';
import { FindPersons } from './application/find-persons.js';
import { JoinListHandler } from './application/join-list.handler.js';
import { JoinReader } from './application/join-reader.port.js';
import { KeepJoinsHandler } from './application/keep-joins.handler.js';
import { KeptJoins } from './application/kept-joins.port.js';
import { RunningJoins } from './application/running-joins.js';
import { SqlJoinReader } from './infrastructure/sql-join-reader.js';
import { SqlKeptJoins } from './infrastructure/sql-kept-joins.js';

@Module({
  imports: [AccessModule, ExplorerModule, ExportsModule],
  controllers: [JoinsController],
  providers: [
    FindPersons,
    JoinListHandler,
    KeepJoinsHandler,
    KeptJoinsWorker,
    RunningJoins,
    { provide: JoinReader, useClass: SqlJoinReader },
    { provide: KeptJoins, useClass: SqlKeptJoins },
  ],
})
export class JoinsModule {}
