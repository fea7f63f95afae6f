import { Module } from '@nestjs/common';
import { ExplorerModule } from '../explorer/explorer.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { SamplesController } from './api/samples.controller.js';
import { SamplesWorker } from './api/samples.worker.js';
import { AskSampleHandler } from './application/ask-sample.handler.js';
import { CheckSampleHandler } from './application/check-sample.handler.js';
import { DrawSampleHandler } from './application/draw-sample.handler.js';
import { PopulationReader } from './application/population.port.js';
import { SampleMeans } from './application/sample-means.js';
import { SampleStore } from './application/sample-store.port.js';
import { SqlPopulation } from './infrastructure/sql-population.js';
import { SqlSampleStore } from './infrastructure/sql-sample-store.js';

@Module({
  imports: [ExplorerModule, FactsModule],
  controllers: [SamplesController],
  providers: [
    AskSampleHandler,
    CheckSampleHandler,
    DrawSampleHandler,
    SampleMeans,
    SamplesWorker,
    { provide: PopulationReader, useClass: SqlPopulation },
    { provide: SampleStore, useClass: SqlSampleStore },
  ],
})
export class SamplesModule {}
