import { Module } from '@nestjs/common';
import { CorrectionQueueModule } from '../corrections/correction-queue.module.js';
import { SiteConsumer } from './api/site.consumer.js';
import { SiteStore } from './application/site-store.port.js';
import { SqlSiteStore } from './infrastructure/sql-site-store.js';

@Module({ imports: [CorrectionQueueModule], providers: [{ provide: SiteStore, useClass: SqlSiteStore }, SiteConsumer] })
export class SitesModule {}
