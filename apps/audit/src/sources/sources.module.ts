import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { AuditEnv } from '../env.js';
import { DensitySignals } from './api/density-signals.js';
import { DensityWorker } from './api/density.worker.js';
import { SourcesController } from './api/sources.controller.js';
import { DensitySettings } from './application/density-settings.js';
import { FindSources } from './application/find-sources.query.js';
import { ProveDensityHandler } from './application/prove-density.handler.js';
import { Sources } from './application/sources.port.js';
import { SqlSources } from './infrastructure/sql-sources.js';

@Module({
  controllers: [SourcesController],
  providers: [
    ProveDensityHandler,
    FindSources,
    DensityWorker,
    DensitySignals,
    { provide: Sources, useClass: SqlSources },
    {
      provide: DensitySettings,
      inject: [ENV],
      useFactory: (env: AuditEnv): DensitySettings => ({ graceMs: env.GAP_GRACE_MS, everyMs: env.GAP_CHECK_MS }),
    },
  ],
  exports: [Sources],
})
export class SourcesModule {}
