import type { Clock } from '@doorstep/kernel';
import { CLOCK, ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { LogController } from './api/log.controller.js';
import { LogSignals } from './api/log-signals.js';
import { LogWorker } from './api/log.worker.js';
import { CheckpointBook } from './application/checkpoint-book.port.js';
import { CheckpointCopies } from './application/checkpoint-copies.port.js';
import { InclusionProofs } from './application/inclusion-proofs.js';
import { Integration } from './application/integration.js';
import { Leaves } from './application/leaves.port.js';
import { LogFolder } from './application/log-folder.port.js';
import { LogHistory } from './application/log-history.js';
import { LogSettings } from './application/log-settings.js';
import { LogSigners } from './application/log-signers.js';
import { LogStatus } from './application/log-status.js';
import { LogTiles } from './application/log-tiles.js';
import { PublishLogHandler } from './application/publish-log.handler.js';
import { PublishedLog } from './application/published-log.js';
import { ReadLogFile } from './application/read-log-file.query.js';
import { SignedTrees } from './application/signed-tree.js';
import { FileCheckpointCopies } from './infrastructure/file-checkpoint-copies.js';
import { logKeySource } from './infrastructure/file-log-key.js';
import { FileLogFolder } from './infrastructure/file-log-folder.js';
import { NoCheckpointCopies } from './infrastructure/no-checkpoint-copies.js';
import { SqlCheckpointBook } from './infrastructure/sql-checkpoint-book.js';
import { SqlLeaves } from './infrastructure/sql-leaves.js';

const fromEnv = <T>(make: (env: AuditEnv) => T) => ({ inject: [ENV], useFactory: make });

@Module({
  controllers: [LogController],
  providers: [
    InclusionProofs,
    Integration,
    LogHistory,
    LogSignals,
    LogStatus,
    LogTiles,
    LogWorker,
    PublishLogHandler,
    PublishedLog,
    ReadLogFile,
    SignedTrees,
    { provide: Leaves, useClass: SqlLeaves },
    { provide: CheckpointBook, useClass: SqlCheckpointBook },
    { provide: LogFolder, ...fromEnv((env) => new FileLogFolder(env.LOG_DIR)) },
    { provide: LogSigners, ...fromEnv((env) => new LogSigners(env.LOG_ORIGIN, logKeySource(env))) },
    { provide: LogSettings, ...fromEnv((env): LogSettings => ({ everyMs: env.LOG_PUBLISH_MS })) },
    {
      provide: CheckpointCopies,
      inject: [ENV, CLOCK],
      useFactory: ({ LOG_COPY_DIR: folder }: AuditEnv, clock: Clock) =>
        folder === undefined ? new NoCheckpointCopies() : new FileCheckpointCopies(folder, clock),
    },
  ],
  exports: [CheckpointBook, InclusionProofs, SignedTrees],
})
export class LogModule {}
