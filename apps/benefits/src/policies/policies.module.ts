import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { ActivatePacksHandler } from './application/activate-packs.handler.js';
import { PackFiles } from './application/pack-files.port.js';
import { PackHerald } from './application/pack-herald.js';
import { PackLoader } from './application/pack-loader.js';
import { PackShelf } from './application/pack-shelf.js';
import { PackStore } from './application/pack-store.port.js';
import { ReleasedPackFiles } from './infrastructure/released-pack-files.js';
import { SqlPackStore } from './infrastructure/sql-pack-store.js';

@Module({
  imports: [CorrectionQueueModule],
  providers: [
    { provide: PackFiles, useClass: ReleasedPackFiles },
    { provide: PackStore, useClass: SqlPackStore },
    ActivatePacksHandler,
    PackHerald,
    PackShelf,
    PackLoader,
  ],
  exports: [PackShelf],
})
export class PoliciesModule {}
