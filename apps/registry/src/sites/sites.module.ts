import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { SiteTermsController } from './api/site-terms.controller.js';
import { SiteTermsWorker } from './api/site-terms.worker.js';
import { SitesController } from './api/sites.controller.js';
import { ApplyDueTerms } from './application/apply-due-terms.handler.js';
import { FollowTerms } from './application/follow-terms.js';
import { KnownAround } from './application/known-around.js';
import { ListSites } from './application/list-sites.query.js';
import { ReadTerms } from './application/read-terms.query.js';
import { RecordTerm } from './application/record-term.handler.js';
import { SiteTerms } from './application/site-terms.port.js';
import { SiteRepository } from './application/site.repository.port.js';
import { TermBook } from './application/term-book.js';
import { ViewSite } from './application/view-site.query.js';
import { WriteSite } from './application/write-site.handler.js';
import { SqlSiteTerms } from './infrastructure/sql-site-terms.js';
import { TypeormSiteRepository } from './infrastructure/typeorm-site.repository.js';

@Module({
  imports: [AreasModule],
  controllers: [SitesController, SiteTermsController],
  providers: [
    ListSites,
    ViewSite,
    WriteSite,
    KnownAround,
    ReadTerms,
    RecordTerm,
    TermBook,
    FollowTerms,
    ApplyDueTerms,
    SiteTermsWorker,
    { provide: SiteRepository, useClass: TypeormSiteRepository },
    { provide: SiteTerms, useClass: SqlSiteTerms },
  ],
  exports: [SiteRepository, SiteTerms, TermBook, FollowTerms, ApplyDueTerms],
})
export class SitesModule {}
