import { Module } from '@nestjs/common';
import { SitesController } from './api/sites.controller.js';
import { ListSites } from './application/list-sites.query.js';
import { SiteRepository } from './application/site.repository.port.js';
import { ViewSite } from './application/view-site.query.js';
import { TypeormSiteRepository } from './infrastructure/typeorm-site.repository.js';

@Module({
  controllers: [SitesController],
  providers: [ListSites, ViewSite, { provide: SiteRepository, useClass: TypeormSiteRepository }],
  exports: [SiteRepository],
})
export class SitesModule {}
